/** Every error code of the HTTP API: its status, its family and whether repeating the same call can help. */
export const ERROR_CODES = {
  invalid_json: { status: 400, type: 'invalid_request', retryable: false },
  invalid_parameter: { status: 400, type: 'invalid_request', retryable: false },
  missing_parameter: { status: 400, type: 'invalid_request', retryable: false },
  unknown_parameter: { status: 400, type: 'invalid_request', retryable: false },
  body_too_large: { status: 413, type: 'invalid_request', retryable: false },
  unsupported_media_type: { status: 415, type: 'invalid_request', retryable: false },
  method_not_allowed: { status: 405, type: 'invalid_request', retryable: false },
  unauthenticated: { status: 401, type: 'authentication', retryable: false },
  forbidden: { status: 403, type: 'permission', retryable: false },
  origin_not_allowed: { status: 403, type: 'permission', retryable: false },
  not_found: { status: 404, type: 'not_found', retryable: false },
  token_expired: { status: 410, type: 'not_found', retryable: false },
  idempotency_key_reused: { status: 409, type: 'conflict', retryable: false },
  idempotency_in_progress: { status: 409, type: 'conflict', retryable: true },
  batch_id_reused: { status: 409, type: 'conflict', retryable: false },
  state_conflict: { status: 409, type: 'conflict', retryable: false },
  concurrent_change: { status: 409, type: 'conflict', retryable: true },
  limit_exceeded: { status: 409, type: 'conflict', retryable: false },
  buyer_holds_too_much: { status: 409, type: 'conflict', retryable: true },
  out_of_stock: { status: 409, type: 'conflict', retryable: true },
  product_unavailable: { status: 409, type: 'conflict', retryable: false },
  order_not_payable: { status: 409, type: 'conflict', retryable: false },
  code_not_accepted: { status: 422, type: 'invalid_request', retryable: false },
  no_channel_available: { status: 409, type: 'conflict', retryable: true },
  invalid_channel_config: { status: 400, type: 'invalid_request', retryable: false },
  signature_invalid: { status: 400, type: 'invalid_request', retryable: false },
  rate_limited: { status: 429, type: 'rate_limit', retryable: true },
  provider_error: { status: 502, type: 'provider', retryable: true },
  internal_error: { status: 500, type: 'internal', retryable: true },
  unavailable: { status: 503, type: 'internal', retryable: true },
} as const satisfies Record<string, { status: number; type: string; retryable: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface AppErrorOptions {
  /** Path of the offending field, e.g. `cards[3].value`. */
  param?: string;
  /** Seconds after which a retry may succeed; becomes the header Retry-After. */
  retryAfterSeconds?: number;
  /** What happened, for logs only. */
  internal?: string;
  cause?: unknown;
}

/**
 * The one exception with a public face: `code` for programs, `message` for people (what was wrong, in which
 * field, what to do), `internal` and `cause` for logs. Anything else that is thrown becomes `internal_error`.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly internal: string | undefined;

  constructor(code: ErrorCode, publicMessage: string, options: AppErrorOptions = {}) {
    super(publicMessage, { cause: options.cause });
    this.code = code;
    this.param = options.param;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.internal = options.internal;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

/** An object that does not exist and another tenant's object look the same. */
export const notFound = (what: string): AppError => new AppError('not_found', `No such ${what}.`);

/** Others write the same at the same moment, again and again; a little later it works. */
export const concurrentChange = (message: string): AppError =>
  new AppError('concurrent_change', message, { retryAfterSeconds: 1 });
