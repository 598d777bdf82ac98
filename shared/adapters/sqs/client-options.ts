/** How every client of ours talks to SQS: a call that hangs is given up and tried again by the SDK. */
export const SQS_CLIENT_OPTIONS = {
  retryMode: 'standard',
  maxAttempts: 4,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    // Without it the SDK only writes a warning when the time is up.
    throwOnRequestTimeout: true,
  },
} as const;
