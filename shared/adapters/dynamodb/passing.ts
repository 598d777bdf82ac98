const THROTTLED = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

/** DynamoDB had too much to do, even after the SDK tried again: nothing was written. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof Error && THROTTLED.has(error.name);

const PASSING_REASONS = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Reasons of a cancelled transaction that mean "not now": the same one may succeed later. */
export const isPassing = (reasons: readonly { readonly Code?: string | undefined }[]): boolean =>
  reasons.some(({ Code }) => Code !== undefined && PASSING_REASONS.has(Code));
