const THROTTLED = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

/** DynamoDB had too much to do, even after the SDK tried again: nothing was written. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof Error && THROTTLED.has(error.name);
