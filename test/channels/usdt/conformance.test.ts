import type { ProviderHttp, ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { usdt } from '#shared/channels/usdt/index.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  AN_ORDER_NUMBER,
  contextOf,
  createRequestOf,
  NOW,
  paymentOf,
} from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ScriptedQuery } from '#test/channels/conformance/subject.ts';
import { replyJson, replyText } from '#test/channels/support/scripted-http.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { anAddress } from './chain/wallet.ts';
import { evmNode } from './evm-node.ts';
import { aTronAddress, tronGrid } from './tron-grid.ts';

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };
const AMOUNT = money('USDT', 9_900_000);

interface Network {
  readonly network: 'trc20' | 'erc20' | 'bep20';
  readonly method: PaymentMethod;
  readonly config: object;
  readonly address: () => string;
  /** Answers like the chain, on which so much came to an address, so many seconds after the payment was made. */
  readonly chain: (transfers: readonly Came[], options?: { isOld?: boolean }) => ProviderHttp;
}

interface Came {
  readonly to: string;
  readonly minor: bigint;
  readonly isFinal?: boolean;
}

const evm = (network: 'erc20' | 'bep20'): Network => {
  const is18 = network === 'bep20';
  const contract = is18
    ? '0x55d398326f99059fF775485246999027B3197955'
    : '0xdAC17F958D2ee523a2206206994597C13D831ec7';
  const head = 1_000;
  return {
    network,
    method: `usdt_${network}`,
    config: { rpc: { url: 'https://node.example.com' } },
    address: anAddress,
    chain: (transfers, { isOld = false } = {}) =>
      evmNode({
        chainId: is18 ? 56 : 1,
        head,
        // A second a block; the payment was made at block 900.
        genesis: NOW.getTime() / 1_000 - (isOld ? 5_000 : 900),
        blockSeconds: 1,
        transfers: transfers.map(({ to, minor, isFinal = true }, index) => ({
          contract,
          block: isFinal ? 950 : head,
          transaction: index + 1,
          from: anAddress(),
          to,
          units: minor * (is18 ? 10n ** 12n : 1n),
        })),
      }).http,
  };
};

const TRON: Network = {
  network: 'trc20',
  method: 'usdt_trc20',
  config: {},
  address: aTronAddress,
  chain: (transfers) => {
    const grid = tronGrid(NOW);
    for (const { to, minor, isFinal = true } of transfers)
      grid.transfer({
        to,
        units: minor,
        at: new Date(NOW.getTime() + 1_000),
        indexedAt: NOW,
        ...(isFinal ? {} : { at: new Date(NOW.getTime() + 99_000_000) }),
      });
    grid.solidMillis = -90_000_000;
    return grid.http;
  },
};

/** The answers that an operation gets from a chain, to be given once more. */
const recorded = async (
  http: ProviderHttp,
  act: (http: ProviderHttp) => Promise<unknown>,
): Promise<ProviderResponse[]> => {
  const replies: ProviderResponse[] = [];
  await act({
    request: async (request) => {
      const reply = await http.request(request);
      replies.push(reply);
      return reply;
    },
  });
  return replies;
};

const subjectOf = async (
  { network, method, config: own, address, chain }: Network,
  accessMode: 'address' | 'amount',
): Promise<ConformanceSubject> => {
  const leases = leasesInMemory();
  const taken = address();
  const config = { network, accessMode, addresses: [address()], ...own };
  const subject: ConformanceSubject = {
    name: `usdt ${network}, ${accessMode}`,
    channel: usdt,
    config,
    credentials: {},
    request: { method, amount: AMOUNT },
    leases,
    acknowledgements: {
      accepted: { status: 200, headers: PLAIN, body: 'ok' },
      rejected: { status: 400, headers: PLAIN, body: 'fail' },
      try_again: { status: 503, headers: PLAIN, body: 'fail' },
    },
    creates: [],
    createsWithoutCall: true,
    queries: [],
    refunds: [],
  };
  const context = contextOf(subject);
  const full = {
    ...config,
    addresses: [taken],
    ...(accessMode === 'amount' ? { amountSteps: 1 } : {}),
  };
  const other = { ...createRequestOf(subject), orderNumber: '01k9gfm0c8e4ravxk1q3j7zw02' };
  await usdt.create({ ...context, config: full }, other);
  const made = await usdt.create(context, createRequestOf(subject));
  if (made.kind !== 'happened' || made.nextAction.kind !== 'address') throw new Error();
  const { address: to, amount } = made.nextAction;
  const asked = BigInt(amount.replace('.', '').padEnd(7, '0'));
  const query = async (
    when: string,
    transfers: readonly Came[],
    outcome: Omit<ScriptedQuery, 'when' | 'replies'>,
    options?: { isOld?: boolean },
  ): Promise<ScriptedQuery> => ({
    when,
    replies: await recorded(chain(transfers, options), (http) =>
      usdt.query({ ...context, http }, { ...paymentOf(subject), ...outcome.payment }),
    ),
    ...outcome,
  });
  return {
    ...subject,
    creates: [
      { when: 'it is free', replies: [], outcome: 'happened', nextAction: 'address' },
      {
        when: 'all are taken',
        replies: [],
        config: full,
        outcome: 'did_not_happen',
        reason: 'limit_reached',
      },
      {
        when: 'the currency is another',
        replies: [],
        request: { amount: money('CNY', 1_000) },
        outcome: 'did_not_happen',
        reason: 'currency_not_supported',
      },
      {
        when: 'the network is another',
        replies: [],
        request: { method: network === 'trc20' ? 'usdt_erc20' : 'usdt_trc20' },
        outcome: 'did_not_happen',
        reason: 'method_unavailable',
      },
      {
        when: 'it is dust',
        replies: [],
        request: { amount: money('USDT', 9_999) },
        outcome: 'did_not_happen',
        reason: 'amount_out_of_range',
      },
    ],
    queries: await Promise.all([
      query('what was asked for came', [{ to, minor: asked }], {
        outcome: 'found',
        status: 'succeeded',
      }),
      query('nothing came', [], { outcome: 'found', status: 'pending' }),
      query('it came to another address', [{ to: taken, minor: asked }], {
        outcome: 'found',
        status: 'pending',
      }),
      query('it is not final yet', [{ to, minor: asked, isFinal: false }], {
        outcome: 'found',
        status: 'pending',
      }),
      query('less came, and more may', [{ to, minor: asked - 1_000_000n }], {
        outcome: 'found',
        status: 'pending',
      }),
      query('the payment has no address', [], {
        outcome: 'not_found',
        payment: { orderNumber: AN_ORDER_NUMBER.replace(/1$/, '9') },
      }),
      ...(network === 'trc20'
        ? []
        : [
            query(
              'the chain stands still',
              [],
              { outcome: 'unknown', reason: 'provider_maintenance' },
              { isOld: true },
            ),
          ]),
    ]).then((queries) => [
      ...queries,
      {
        when: 'the key is refused',
        replies: [replyText('unauthorized', 401)],
        outcome: 'unknown',
        reason: 'invalid_credentials',
      },
      {
        when: 'it is asked too often',
        replies: [replyJson({ error: { code: -32005, message: 'Too Many Requests' } }, 429)],
        outcome: 'unknown',
        reason: 'rate_limited',
      },
    ]),
  };
};

for (const network of [TRON, evm('erc20'), evm('bep20')])
  for (const accessMode of ['address', 'amount'] as const)
    describeConformance(await subjectOf(network, accessMode));
