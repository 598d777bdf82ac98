import type { z } from 'zod';
import type { testChannel as contract } from '../../contract/api/channels.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { explainVerdict } from '../../domain/channels/explain-verdict.ts';
import { type ChannelWarning, notifyUrlWarning } from '../../domain/channels/notify-url-warning.ts';
import { testVerdict } from '../../domain/channels/test-verdict.ts';
import { notFound } from '../../domain/errors/app-error.ts';
import { providerOrderNumberOf } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { money } from '../../domain/money/money.ts';
import type { PaymentReference } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { observedHttp } from './observed-http.ts';
import { type OpenChannelDeps, openChannel } from './open-channel.ts';

export interface TestChannelDeps extends OpenChannelDeps {
  readonly channels: ChannelReader;
  readonly runtime: Pick<Runtime, 'newId'>;
}

type Reply = z.input<typeof contract.reply>;

/**
 * Makes a signed call that cannot move money: the provider's own for this, or a query for an order number that nobody
 * has used. Works in every status, so that an account can be tried before it is enabled.
 *
 * @throws AppError not_found
 */
export const testChannel = async (
  deps: TestChannelDeps,
  tenant: Tenant,
  channelId: string,
): Promise<Reply> => {
  const channel = await deps.channels.read(tenant, channelId);
  if (!channel) throw notFound('channel');
  const observed = observedHttp(deps.http, deps.now);
  const { port, context } = await openChannel({ ...deps, http: observed.http }, channel);
  const account = port.accountOf(context.config);
  if (!port.test && !port.capabilities.query)
    return reply(channel, account, { verdict: 'cannot_be_tested' });

  const outcome = await (port.test ?? port.query)(context, unusedPayment(deps, channel));
  const call = observed.last();
  const words = outcome.kind === 'found' ? undefined : outcome.detail;
  const verdict = testVerdict({
    outcome: outcome.kind,
    detail: words,
    reason: outcome.kind === 'unknown' ? outcome.reason : undefined,
    call: call?.kind,
    clockSkewSeconds: call?.clockSkewSeconds,
  });
  return reply(channel, account, {
    verdict,
    detail: withoutSecrets(words ?? call?.detail, context.credentials),
    httpStatus: call?.httpStatus,
    clockSkewSeconds: call?.clockSkewSeconds,
    warning: call && notifyUrlWarning(context.notifyUrl, call.url),
  });
};

/** A payment that nobody ever made. */
const unusedPayment = (deps: TestChannelDeps, channel: Channel): PaymentReference => ({
  orderNumber: providerOrderNumberOf(deps.runtime.newId('attempt')),
  amount: money(channel.currency, 100),
  method: channel.methods[0] ?? 'alipay',
  device: 'desktop',
  createdAt: deps.now(),
  expiresAt: new Date(deps.now().getTime() + 900_000),
});

const reply = (
  channel: Channel,
  account: string,
  result: {
    verdict: Reply['verdict'];
    detail?: string;
    httpStatus?: number;
    clockSkewSeconds?: number;
    warning?: ChannelWarning;
  },
): Reply => ({
  object: 'channel_test',
  channel: channel.id,
  provider: channel.provider,
  account,
  verdict: result.verdict,
  ...explainVerdict(result.verdict),
  provider_detail: result.detail ?? null,
  http_status: result.httpStatus ?? null,
  clock_skew_seconds: result.clockSkewSeconds ?? null,
  warnings: result.warning ? [result.warning] : [],
});

const MAX_DETAIL = 500;

/** Some gateways repeat the request in their error: no secret may come back with it. */
const withoutSecrets = (text: string | undefined, credentials: unknown): string | undefined => {
  if (text === undefined) return undefined;
  const secrets = Object.values(credentials ?? {}).filter(
    (value): value is string => typeof value === 'string' && value !== '',
  );
  return secrets
    .reduce((cleaned, value) => cleaned.replaceAll(value, '•••'), text)
    .slice(0, MAX_DETAIL);
};
