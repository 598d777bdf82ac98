import type { BenchRow } from '../support/bench.ts';
import type { Ceiling } from './ceiling.ts';
import { PRICES } from './prices.ts';

/**
 * What a sale asks of AWS beside DynamoDB, counted from the design and rounded up: the worst case of batching, one
 * message a batch. Lambda's time is an assumption, printed with the figure: this machine is not AWS.
 */
const PER_SALE = {
  /** create, attempt, notification, and three looks of the buyer's page */
  httpRequests: 6,
  /** callback, expiry, query, and what the merchant is told: each sent, received and deleted */
  sqsRequests: 4 * 3,
  /** six requests, apply, relay, two follow-ups, a webhook message */
  invocations: 11,
  millisEach: 25,
  gigabytes: 1,
} as const;

/** US dollars for a million sales at list price, by service. */
export const costPerMillionSales = ({
  writeUnitsPerSale,
  readUnitsPerSale,
}: Ceiling): BenchRow[] => {
  const dynamo =
    writeUnitsPerSale * PRICES.writeUnitsPerMillion + readUnitsPerSale * PRICES.readUnitsPerMillion;
  const sqs = PER_SALE.sqsRequests * PRICES.sqsRequestsPerMillion;
  const api = PER_SALE.httpRequests * PRICES.httpApiRequestsPerMillion;
  const seconds = (PER_SALE.invocations * PER_SALE.millisEach) / 1000;
  const lambda =
    PER_SALE.invocations * PRICES.lambdaRequestsPerMillion +
    seconds * PER_SALE.gigabytes * PRICES.lambdaGigabyteSecond * 1_000_000;
  const dollars = (metric: string, value: number): BenchRow => ({ metric, value, unit: 'US$' });
  return [
    { metric: 'write units a sale (emulator’s count)', value: writeUnitsPerSale, unit: 'WCU' },
    { metric: 'read units a sale (emulator’s count)', value: readUnitsPerSale, unit: 'RCU' },
    dollars(`a million sales: DynamoDB (list price ${PRICES.asOf}, ${PRICES.region})`, dynamo),
    dollars('a million sales: SQS, one message a batch', sqs),
    dollars('a million sales: API Gateway, six requests a sale', api),
    dollars(
      `a million sales: Lambda, ${PER_SALE.invocations} × ${PER_SALE.millisEach} ms × ${PER_SALE.gigabytes} GB assumed`,
      lambda,
    ),
    dollars('a million sales: together', dynamo + sqs + api + lambda),
  ];
};
