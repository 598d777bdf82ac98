import { createHash, randomBytes } from 'node:crypto';
import { createBase58check } from '@scure/base';
import type { ProviderHttp, ProviderRequest } from '#shared/application/ports/provider-http.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';

const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
export const USDT = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';

const base58 = createBase58check((bytes: Uint8Array) =>
  createHash('sha256').update(bytes).digest(),
);

export const aTronAddress = (): string =>
  base58.encode(Buffer.concat([Buffer.from([0x41]), randomBytes(20)]));
const bytesOf = (address: string): string => Buffer.from(base58.decode(address)).toString('hex', 1);

export interface GridTransfer {
  readonly transaction: string;
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
  readonly at: Date;
  /** How the contract ended. */
  readonly result: string;
  /** The index shows it from this time on. */
  readonly indexedAt: Date;
  /** In the index only: no transaction bears it out. */
  readonly isForged?: boolean;
}

export interface Grid {
  now: Date;
  /** How old solidified blocks are. */
  solidMillis: number;
  readonly transfers: GridTransfer[];
  readonly requests: ProviderRequest[];
  pageSize: number;
  /** An answer in place of all others. */
  fails?: (request: ProviderRequest) => { status: number; body: unknown } | undefined;
  readonly http: ProviderHttp;
  transfer(change: Partial<GridTransfer> & { to: string }): GridTransfer;
}

/** TronGrid by the answers it gives, with time and faults at a test's command. */
export const tronGrid = (now: Date): Grid => {
  const grid: Grid = {
    now,
    solidMillis: 57_000,
    transfers: [],
    requests: [],
    pageSize: 200,
    transfer: (change) => {
      const transfer: GridTransfer = {
        transaction: randomBytes(32).toString('hex'),
        contract: USDT,
        from: aTronAddress(),
        units: 9_900_000n,
        at: grid.now,
        result: 'SUCCESS',
        indexedAt: grid.now,
        ...change,
      };
      grid.transfers.push(transfer);
      return transfer;
    },
    http: {
      request: async (request) => {
        grid.requests.push(request);
        const failure = grid.fails?.(request);
        if (failure) return replyJson(failure.body, failure.status);
        const url = new URL(request.url);
        if (url.pathname === '/walletsolidity/getnowblock') return replyJson(headOf(grid));
        if (url.pathname === '/walletsolidity/gettransactioninfobyid')
          return replyJson(infoOf(grid, JSON.parse(request.body ?? '').value));
        return replyJson(pageOf(grid, url));
      },
    },
  };
  return grid;
};

const solidTime = ({ now, solidMillis }: Grid): number => now.getTime() - solidMillis;

const headOf = (grid: Grid) => ({
  blockID: '00',
  block_header: {
    raw_data: { number: Math.floor(solidTime(grid) / 3_000), timestamp: solidTime(grid) },
  },
});

const infoOf = (grid: Grid, id: string) => {
  const own = grid.transfers.filter(({ transaction, isForged }) => transaction === id && !isForged);
  const [first] = own;
  if (!first || first.at.getTime() > solidTime(grid)) return {};
  return {
    id,
    fee: 345_000,
    blockNumber: Math.floor(first.at.getTime() / 3_000),
    blockTimeStamp: first.at.getTime(),
    receipt: { energy_usage_total: 64_285, result: first.result },
    ...(first.result === 'SUCCESS' ? {} : { result: 'FAILED' }),
    log: own.map(({ contract, from, to, units }) => ({
      address: bytesOf(contract),
      topics: [TRANSFER, bytesOf(from).padStart(64, '0'), bytesOf(to).padStart(64, '0')],
      data: units.toString(16).padStart(64, '0'),
    })),
  };
};

const pageOf = (grid: Grid, url: URL) => {
  const [, , , address] = url.pathname.split('/');
  const { searchParams: query } = url;
  const offset = Number(query.get('fingerprint') ?? 0);
  const all = grid.transfers
    .filter(({ to }) => to === address)
    .filter(({ at }) => at.getTime() >= Number(query.get('min_timestamp')))
    .filter(({ at }) => !query.has('only_confirmed') || at.getTime() <= solidTime(grid))
    .filter(({ indexedAt }) => indexedAt <= grid.now)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const some = all.slice(offset, offset + grid.pageSize);
  const isMore = offset + grid.pageSize < all.length;
  return {
    success: true,
    data: some.map(({ transaction, contract, from, to, units, at }) => ({
      transaction_id: transaction,
      token_info: { symbol: 'USDT', address: contract, decimals: 6, name: 'Tether USD' },
      block_timestamp: at.getTime(),
      from,
      to,
      type: 'Transfer',
      value: units.toString(),
    })),
    meta: {
      at: grid.now.getTime(),
      page_size: some.length,
      ...(isMore ? { fingerprint: String(offset + grid.pageSize) } : {}),
    },
  };
};
