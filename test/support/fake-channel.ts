import { z } from 'zod';
import type {
  ChannelPort,
  ChannelRegistry,
  CloseOutcome,
  CreateOutcome,
  CreateRequest,
  PaymentReference,
  PaymentStep,
  ProceedOutcome,
  QueryOutcome,
  RefundOutcome,
  RefundRequest,
  StepRequest,
} from '#shared/application/ports/channel-port.ts';
import type { ChannelReader } from '#shared/application/ports/channel-store.ts';
import type { Stopwatch } from '#shared/application/ports/runtime.ts';
import type { OpenChannelDeps } from '#shared/application/routing/open-channel.ts';
import type { Channel, ChannelCapabilities } from '#shared/domain/channels/channel.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { NOW } from './builders.ts';
import { NO_STOPWATCH } from './no-stopwatch.ts';

type Answer<Outcome> = Outcome | (() => Promise<Outcome>);
type RefundAnswer = Answer<RefundOutcome>;

/**
 * A provider whose answers the test chooses; it remembers what it was asked. It can neither close nor refund, and takes no
 * steps, until the test says how it answers.
 */
export const aFakeProvider = ({
  createsWithoutCall = false,
  refundsRepeatably = false,
  redirectsRefunds = false,
  closes = false,
  resubmission = 'none' as ChannelCapabilities['resubmission'],
  capabilities = {} as Partial<ChannelCapabilities>,
} = {}) => {
  const asked: { channelId: string; request: CreateRequest }[] = [];
  const askedToClose: PaymentReference[] = [];
  const askedToRefund: RefundRequest[] = [];
  const askedToProceed: { payment: StepRequest; step: PaymentStep }[] = [];
  const askedAbout: PaymentReference[] = [];
  const creates = new Map<string, CreateOutcome | (() => Promise<CreateOutcome>)>();
  let query: Answer<QueryOutcome> = { kind: 'unknown', detail: 'nobody answered' };
  const port: ChannelPort = {
    provider: 'fake',
    capabilities: {
      methods: ['alipay', 'wechat_pay'],
      currencies: ['CNY'],
      devices: ['desktop', 'mobile', 'wechat', 'alipay'],
      accessModes: ['api'],
      amountMinor: { min: 1n, max: 10_000_000n },
      query: true,
      resubmission,
      close: closes,
      refund: 'none',
      statement: false,
      notificationRetries: 'none',
      ...capabilities,
    },
    terms: { fees: [] },
    configSchema: z.unknown(),
    credentialsSchema: z.unknown(),
    problems: () => [],
    ownSecrets: [],
    accountOf: () => 'fake',
    create: async (context, request) => {
      asked.push({ channelId: context.channelId, request });
      const answer = creates.get(context.channelId) ?? happened;
      return answerOf(answer);
    },
    createsWithoutCall: () => createsWithoutCall,
    query: async (_context, payment) => {
      askedAbout.push(payment);
      return answerOf(query);
    },
    refundsRepeatably: () => refundsRepeatably,
    redirectsRefunds,
    notification: async () => ({
      kind: 'rejected',
      reason: 'malformed',
      detail: 'tests make messages themselves',
    }),
    acknowledge: () => ({ status: 200, headers: {}, body: 'success' }),
  };
  const registry: ChannelRegistry = {
    providers: ['fake'],
    load: async (provider) => (provider === 'fake' ? port : undefined),
  };
  return {
    registry,
    asked,
    askedToClose,
    askedToRefund,
    askedToProceed,
    askedAbout,
    answersCreate: (channelId: string, outcome: CreateOutcome | (() => Promise<CreateOutcome>)) =>
      creates.set(channelId, outcome),
    answersQuery: (outcome: Answer<QueryOutcome>) => {
      query = outcome;
    },
    setClose: (outcome: CloseOutcome) => {
      port.close = async (_context, payment) => {
        askedToClose.push(payment);
        return outcome;
      };
    },
    setRefund: (answer: RefundAnswer) => {
      port.refund = async (_context, request) => {
        askedToRefund.push(request);
        return answerOf(answer);
      };
    },
    setProceed: (answer: Answer<ProceedOutcome>) => {
      port.proceed = async (_context, payment, step) => {
        askedToProceed.push({ payment, step });
        return answerOf(answer);
      };
    },
  };
};

const answerOf = async <Outcome extends { readonly kind: string }>(
  answer: Answer<Outcome>,
): Promise<Outcome> => (typeof answer === 'function' ? answer() : answer);

const happened: CreateOutcome = {
  kind: 'happened',
  nextAction: { kind: 'redirect', url: 'https://provider.example/pay' },
  providerReference: 'P1',
};

/** What it takes to pay through a fake provider: the shop's channels as they are when asked, and no network. */
export const fakeChannelServices = (
  { registry }: Pick<ReturnType<typeof aFakeProvider>, 'registry'>,
  channels: () => readonly Channel[],
): OpenChannelDeps & { channels: ChannelReader; stopwatch: Stopwatch } => ({
  channels: {
    list: async () => [...channels()],
    read: async (_tenant, id) => channels().find((channel) => channel.id === id),
    findOwner: async () => undefined,
  },
  registry,
  sealer: {
    newDataKey: () => Promise.reject(new Error('paying seals nothing')),
    open: async () => '{}',
  },
  http: { request: async () => ({ kind: 'not_sent', detail: 'no network in this test' }) },
  leases: leasesInMemory(),
  callbacksBaseUrl: 'https://callbacks.example',
  now: () => NOW,
  stopwatch: NO_STOPWATCH,
});
