import { randomBytes } from 'node:crypto';
import type { EpayKeys, EpayMerchant } from '#infra/local/providers/epay/account.ts';
import type { Simulator } from '#infra/local/providers/kit/start-simulator.ts';
import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import type { CreateOutcome, CreateRequest } from '#shared/application/ports/channel-port.ts';
import type { EpayConfig, EpayContext, EpayCredentials } from '#shared/channels/epay/config.ts';
import { create } from '#shared/channels/epay/create.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { aCreateRequest } from './epay-context.ts';
import type { MerchantDesk } from './merchant-desk.ts';

const http = createProviderHttp({ allowPrivateAddresses: true });

export type EpaySimulator = Simulator<EpayKeys>;

/** An account at the simulator as Arteria would hold it, over real sockets; the first one if none is named. */
export const shopAt = (
  simulator: EpaySimulator,
  desk: MerchantDesk,
  config: Partial<EpayConfig> = {},
  account: EpayMerchant = firstOf(simulator),
): EpayContext => {
  const context: EpayContext = {
    channelId: 'ch_1',
    mode: 'test',
    config: {
      gatewayUrl: simulator.url,
      pid: account.id,
      protocol: 'v1',
      accessMode: 'api',
      ...config,
    },
    credentials: credentialsOf(simulator, account, config.protocol),
    notifyUrl: desk.notifyUrl,
    http,
    leases: leasesInMemory(),
    now: new Date(),
  };
  desk.context = context;
  return context;
};

export const firstOf = (simulator: EpaySimulator): EpayMerchant => {
  const [merchant] = simulator.merchants();
  if (!merchant) throw new Error('nobody has an account');
  return merchant;
};

/** v2's pairs take long to make: only who needs them asks for them. */
export const credentialsOf = (
  simulator: EpaySimulator,
  { id, keys }: EpayMerchant,
  protocol: EpayConfig['protocol'] = 'v1',
): EpayCredentials =>
  protocol === 'v1'
    ? { key: keys.key }
    : (simulator.channels(id).find(({ config }) => config.protocol === 'v2')?.credentials ?? {});

/** A request with a fresh order number, 26 characters of which are ours alone. */
export const aFreshRequest = (change: Partial<CreateRequest> = {}): CreateRequest =>
  aCreateRequest({
    orderNumber: `01k9gf${randomBytes(9).toString('hex')}01`,
    returnUrl: 'http://127.0.0.1:1/checkout/abc',
    ...change,
  });

/** Creates the payment and does what the buyer's browser would do to open it. */
export const openPayment = async (
  context: EpayContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const outcome = await create(context, request);
  if (outcome.kind !== 'happened' || context.config.accessMode === 'api') return outcome;
  const { nextAction } = outcome;
  if (nextAction.kind === 'redirect') await (await fetch(nextAction.url)).text();
  if (nextAction.kind === 'form') {
    const body = new URLSearchParams(nextAction.fields);
    await (await fetch(nextAction.action, { method: 'POST', body })).text();
  }
  return outcome;
};
