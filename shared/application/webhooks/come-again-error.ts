/** The message cannot be handled now and must stay in the queue: it comes again when it becomes visible. */
export class ComeAgainError extends Error {
  override readonly name = 'ComeAgainError';
}
