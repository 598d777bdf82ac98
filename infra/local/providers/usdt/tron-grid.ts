import { json, jsonObject, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import { bareAddress } from './addresses.ts';
import {
  blockHash,
  FINAL_AFTER,
  headOf,
  type Transaction,
  timeOf,
  transactionsOn,
  type UsdtDesk,
} from './chain.ts';

const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const MAX_PAGE = 200;

const solidOf = (desk: UsdtDesk): number => Math.max(0, headOf(desk) - FINAL_AFTER);

/** TronGrid, as far as a watcher of a token asks it; `path` is what follows its address. */
export const answerTronGrid = (
  desk: UsdtDesk,
  path: string,
  request: SimulatedRequest,
): Reply | undefined => {
  if (path === '/walletsolidity/getnowblock') return json(solidBlock(desk));
  if (path === '/walletsolidity/gettransactioninfobyid')
    return json(information(desk, String(jsonObject(request)?.value ?? '')));
  const [, address] = /^\/v1\/accounts\/(\w+)\/transactions\/trc20$/.exec(path) ?? [];
  return address === undefined ? undefined : json(history(desk, address, request.query));
};

const solidBlock = (desk: UsdtDesk) => {
  const number = solidOf(desk);
  return {
    blockID: blockHash('trc20', number),
    block_header: { raw_data: { number, timestamp: timeOf(desk, number) } },
  };
};

/** Nothing at all for what no solidified block has. */
const information = (desk: UsdtDesk, id: string) => {
  const transaction = transactionsOn(desk, 'trc20').find(({ hash }) => hash === id);
  if (!transaction || transaction.block > solidOf(desk)) return {};
  return {
    id,
    fee: 345_000,
    blockNumber: transaction.block,
    blockTimeStamp: timeOf(desk, transaction.block),
    receipt: { energy_usage_total: 64_285, result: 'SUCCESS' },
    log: transaction.transfers.map(({ contract, from, to, value }) => ({
      address: bareAddress(contract),
      topics: [TRANSFER, bareAddress(from).padStart(64, '0'), bareAddress(to).padStart(64, '0')],
      data: value.toString(16).padStart(64, '0'),
    })),
  };
};

const history = (desk: UsdtDesk, address: string, query: Readonly<Record<string, string>>) => {
  const limit = Math.min(MAX_PAGE, Number(query.limit ?? 20));
  const skipped = Number(query.fingerprint ?? 0);
  const last = query.only_confirmed === 'true' ? solidOf(desk) : headOf(desk);
  const rows = transactionsOn(desk, 'trc20')
    .filter(({ block }) => block <= last)
    .filter(({ block }) => timeOf(desk, block) >= Number(query.min_timestamp ?? 0))
    .flatMap((transaction) => rowsOf(desk, transaction))
    .filter((row) => row.to === address || (query.only_to !== 'true' && row.from === address))
    .filter((row) => !query.contract_address || row.token_info.address === query.contract_address)
    .sort((a, b) => a.block_timestamp - b.block_timestamp);
  if (query.order_by !== 'block_timestamp,asc') rows.reverse();
  const page = rows.slice(skipped, skipped + limit);
  const isMore = skipped + limit < rows.length;
  return {
    success: true,
    data: page,
    meta: {
      at: Date.now(),
      page_size: page.length,
      ...(isMore ? { fingerprint: String(skipped + limit) } : {}),
    },
  };
};

const rowsOf = (desk: UsdtDesk, { hash, block, transfers }: Transaction) =>
  transfers.map(({ contract, from, to, value }) => ({
    transaction_id: hash,
    token_info: { symbol: 'USDT', address: contract, decimals: 6, name: 'Tether USD' },
    block_timestamp: timeOf(desk, block),
    from,
    to,
    type: 'Transfer',
    value: value.toString(),
  }));
