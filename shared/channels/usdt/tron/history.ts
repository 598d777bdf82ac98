import { z } from 'zod';
import { settingsOf, type TronContext } from '../config.ts';
import { canBePayment, failed, type LedgerFailure } from '../ledger.ts';
import { askGrid, millis } from './client.ts';

const rowSchema = z.object({
  transaction_id: z.string().regex(/^[0-9a-f]{64}$/i),
  token_info: z.object({ address: z.string().optional() }).default({}),
  block_timestamp: millis,
  from: z.string().default(''),
  to: z.string().default(''),
  type: z.string().default(''),
  value: z.string().default(''),
});

const pageSchema = z.object({
  success: z.literal(true),
  data: z.array(rowSchema),
  meta: z.object({ fingerprint: z.string().optional() }).default({}),
});

/** TronGrid's index says so; only the transaction itself is believed. */
export interface Row {
  readonly transactionId: string;
  readonly at: Date;
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
}

const PAGE_SIZE = 200;

export interface History {
  readonly kind: 'history';
  /** Oldest first. */
  readonly rows: Row[];
  readonly pages: number;
  /** There are more: from this time on, the newest one seen, whether it could be a payment or not. */
  readonly cutAt?: number;
}

/** The token's transfers to an address in TronGrid's index that could be payments. */
export const readHistory = async (
  context: TronContext,
  asked: { address: string; since: Date; confirmedOnly: boolean; maxPages: number },
): Promise<History | LedgerFailure> => {
  const { contract } = settingsOf(context.config);
  const rows: Row[] = [];
  let cutAt = asked.since.getTime() + 1;
  let isAscending = true;
  let fingerprint: string | undefined;
  for (let page = 1; page <= asked.maxPages; page += 1) {
    const read = await askGrid(context, {
      path: `v1/accounts/${asked.address}/transactions/trc20`,
      query: {
        only_to: 'true',
        ...(asked.confirmedOnly ? { only_confirmed: 'true' } : {}),
        contract_address: contract,
        min_timestamp: String(asked.since.getTime()),
        order_by: 'block_timestamp,asc',
        limit: String(PAGE_SIZE),
        ...(fingerprint === undefined ? {} : { fingerprint }),
      },
      schema: pageSchema,
    });
    if (read.kind === 'failed') return read;
    const { data, meta } = read.answer;
    rows.push(...data.flatMap((row) => rowOf(context, asked.address, row)));
    for (const { block_timestamp: time } of data) {
      if (time < cutAt - 1) isAscending = false;
      cutAt = Math.max(cutAt, time);
    }
    fingerprint = data.length === 0 ? undefined : meta.fingerprint;
    if (fingerprint === undefined) return history(rows, page);
  }
  return isAscending
    ? history(rows, asked.maxPages, cutAt)
    : failed('there are more transfers than this node tells oldest first');
};

const history = (rows: Row[], pages: number, cutAt?: number): History => ({
  kind: 'history',
  rows: rows.sort((a, b) => a.at.getTime() - b.at.getTime()),
  pages,
  cutAt,
});

const rowOf = ({ config }: TronContext, address: string, row: z.infer<typeof rowSchema>): Row[] => {
  const isOurs =
    row.token_info.address === settingsOf(config).contract &&
    row.type === 'Transfer' &&
    row.to === address &&
    /^\d{1,60}$/.test(row.value);
  if (!isOurs) return [];
  const transfer = { from: row.from, to: row.to, units: BigInt(row.value) };
  return canBePayment(config, transfer)
    ? [
        {
          ...transfer,
          transactionId: row.transaction_id.toLowerCase(),
          at: new Date(row.block_timestamp),
        },
      ]
    : [];
};
