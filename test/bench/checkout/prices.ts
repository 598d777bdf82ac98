/**
 * AWS list prices, us-east-1, on demand, US dollars, without free tier or volume discount; as published in
 * November 2025. The bench multiplies measured units by them.
 */
export const PRICES = {
  asOf: '2025-11',
  region: 'us-east-1',
  /** DynamoDB on demand, per million request units (price since November 2024). */
  writeUnitsPerMillion: 0.625,
  readUnitsPerMillion: 0.125,
  /** DynamoDB Streams: reads by Lambda are free. */
  sqsRequestsPerMillion: 0.4,
  httpApiRequestsPerMillion: 1.0,
  lambdaRequestsPerMillion: 0.2,
  /** Lambda on arm64, per GB-second. */
  lambdaGigabyteSecond: 0.0000133334,
} as const;
