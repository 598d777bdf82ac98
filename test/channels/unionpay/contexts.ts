import type { ChannelContext, StepRequest } from '#shared/application/ports/channel-port.ts';
import type { UnionpayConfig, UnionpayContext } from '#shared/channels/unionpay/config.ts';
import { unionpay } from '#shared/channels/unionpay/index.ts';
import { contextOf, createRequestOf, paymentOf } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import type { ScriptedHttp } from '#test/channels/support/scripted-http.ts';
import { CONFIG, CREDENTIALS } from './provider-side.ts';

const subjectOf = (config: UnionpayConfig) =>
  ({
    channel: unionpay,
    config,
    credentials: CREDENTIALS,
    request: { method: config.accessMode === 'bank_gateway' ? 'bank_gateway' : 'unionpay' },
  }) as unknown as ConformanceSubject;

export const unionpayContext = (
  config: UnionpayConfig = CONFIG,
  change: Partial<ChannelContext> = {},
): UnionpayContext => contextOf(subjectOf(config), change) as UnionpayContext;

/** A payment with all that a step knows of it. */
export const unionpayPayment = (
  config: UnionpayConfig = CONFIG,
  change: Partial<StepRequest> = {},
): StepRequest => ({
  ...createRequestOf(subjectOf(config)),
  ...paymentOf(subjectOf(config)),
  ...change,
});

/** What was posted, call by call. */
export const asked = ({ requests }: ScriptedHttp): Record<string, string>[] =>
  requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
