/**
 * Something answered that is not this API, or not this version of it: a proxy's page, a reply that does not fit the
 * contract. Whether the call took effect is unknown.
 */
export class UnexpectedReply extends Error {
  override readonly name = 'UnexpectedReply';
  readonly status: number;
  /** Empty when the answer did not carry one. */
  readonly requestId: string;

  constructor(what: string, answer: { status: number; requestId: string }, cause?: unknown) {
    super(`${what} (status ${answer.status})`, { cause });
    this.status = answer.status;
    this.requestId = answer.requestId;
  }
}
