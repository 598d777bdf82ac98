import type { ErrorCode } from '../../domain/errors/app-error.ts';
import type { ErrorEnvelope } from '../api/error-envelope.ts';

/** The API refused a call or failed at it: the error envelope, typed. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: string;
  /** One of the documented codes; a newer server may know more. */
  readonly code: ErrorCode | (string & {});
  readonly param: string | undefined;
  readonly requestId: string;
  readonly retryable: boolean;
  readonly docUrl: string;
  /** How long the server asks to wait before the next try. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, { error }: ErrorEnvelope, retryAfterSeconds?: number) {
    super(error.message);
    this.status = status;
    this.type = error.type;
    this.code = error.code;
    this.param = error.param;
    this.requestId = error.request_id;
    this.retryable = error.retryable;
    this.docUrl = error.doc_url;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
