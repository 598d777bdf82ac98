import { z } from 'zod';
import type {
  ChannelContext,
  ChannelPort,
  NotificationOutcome,
  RawCallback,
} from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { ProviderStatus } from '#shared/domain/callbacks/notification.ts';
import { attemptIdFromProviderOrderNumber } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import { type PaperHabits, paperSignature } from './paper-books.ts';

const configSchema = z.object({ account: z.string() });
const credentialsSchema = z.object({ key: z.string().min(1) });
type PaperContext = ChannelContext<z.infer<typeof configSchema>, z.infer<typeof credentialsSchema>>;

export const PAPER_ACKNOWLEDGEMENTS = {
  accepted: 'got it',
  rejected: 'who are you',
  try_again: 'busy',
} as const;

const STATUS: Readonly<Record<string, ProviderStatus>> = {
  open: 'pending',
  paid: 'succeeded',
  closed: 'closed',
};

/** What a paper provider answers: `ok`, with the payment where one was asked about, or why not. */
const answerSchema = z.object({
  refusal: z.string().optional(),
  state: z.string().optional(),
  paid: z.number().optional(),
});
type Answer = z.infer<typeof answerSchema>;

type Asked =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | Exclude<ProviderResponse, { kind: 'response' }>;

const ask = async (
  { http, config }: PaperContext,
  operation: string,
  fields: Record<string, string | number>,
): Promise<Asked> => {
  const response = await http.request({
    method: 'POST',
    url: `paper:${operation}`,
    body: JSON.stringify({ account: config.account, ...fields }),
  });
  return response.kind === 'response'
    ? { kind: 'answer', answer: answerSchema.parse(JSON.parse(response.body)) }
    : response;
};

/** A provider with the usual operations and no quirks but its habits; its wire exists only in a simulation. */
export const paperChannel = (provider: string, habits: PaperHabits): ChannelPort => ({
  provider,
  capabilities: {
    methods: ['alipay', 'wechat_pay'],
    currencies: ['CNY'],
    devices: ['desktop', 'mobile', 'wechat', 'alipay'],
    accessModes: ['api'],
    amountMinor: { min: 1n, max: 10_000_000n },
    query: true,
    resubmission: habits.resubmits ? 'same_number' : 'none',
    close: habits.closes,
    refund: 'full_and_partial',
    statement: false,
    notificationRetries: 'every minute, ten times',
  },
  terms: { fees: [] },
  configSchema,
  credentialsSchema,
  ownSecrets: ['key'],
  problems: () => [],
  accountOf: (config) => configSchema.parse(config).account,
  create: async (context, { orderNumber, amount }) => {
    const asked = await ask(context as PaperContext, 'create', {
      order: orderNumber,
      minor: Number(amount.minor),
    });
    if (asked.kind === 'not_sent')
      return { kind: 'did_not_happen', reason: 'provider_unreachable', detail: asked.detail };
    if (asked.kind === 'no_answer') return { kind: 'unknown', detail: asked.detail };
    return asked.answer.refusal === undefined
      ? { kind: 'happened', nextAction: { kind: 'qr', content: `paper:${orderNumber}` } }
      : { kind: 'did_not_happen', reason: 'provider_refused', detail: asked.answer.refusal };
  },
  query: async (context, { orderNumber }) => {
    const asked = await ask(context as PaperContext, 'query', { order: orderNumber });
    if (asked.kind !== 'answer') return { kind: 'unknown', detail: asked.detail };
    const { state, paid, refusal } = asked.answer;
    if (state === undefined) return { kind: 'not_found', detail: refusal ?? 'no such order' };
    return {
      kind: 'found',
      status: STATUS[state] ?? 'unknown',
      providerStatus: state,
      amount: money('CNY', paid ?? 0),
    };
  },
  ...(habits.closes
    ? {
        close: async (context, { orderNumber }) => {
          const asked = await ask(context as PaperContext, 'close', { order: orderNumber });
          if (asked.kind !== 'answer') return { kind: 'unknown', detail: asked.detail };
          if (asked.answer.refusal === undefined) return { kind: 'closed' };
          return asked.answer.refusal === 'is paid'
            ? { kind: 'already_paid' }
            : { kind: 'unknown', detail: asked.answer.refusal };
        },
      }
    : {}),
  refundsRepeatably: () => habits.numbersRefunds,
  refund: async (context, { orderNumber, refundNumber, refundAmount }) => {
    const asked = await ask(context as PaperContext, 'refund', {
      order: orderNumber,
      refund: refundNumber,
      minor: Number(refundAmount.minor),
    });
    if (asked.kind === 'not_sent')
      return { kind: 'did_not_happen', reason: asked.detail, transient: true };
    if (asked.kind === 'no_answer') return { kind: 'unknown', detail: asked.detail };
    return asked.answer.refusal === undefined
      ? { kind: 'succeeded' }
      : { kind: 'did_not_happen', reason: asked.answer.refusal };
  },
  notification: async (context, callback) => readNotification(context as PaperContext, callback),
  acknowledge: (kind) => ({
    status: kind === 'accepted' ? 200 : 400,
    headers: { 'content-type': 'text/plain' },
    body: PAPER_ACKNOWLEDGEMENTS[kind],
  }),
});

const readNotification = (
  { config, credentials }: PaperContext,
  { query }: RawCallback,
): NotificationOutcome => {
  const [text = '', sign = ''] = query.split('&sign=');
  if (paperSignature(credentials.key, text) !== sign)
    return {
      kind: 'rejected',
      reason: 'signature_invalid',
      detail: 'the signature does not match',
    };
  const fields = new URLSearchParams(text);
  if (fields.get('account') !== config.account)
    return { kind: 'rejected', reason: 'wrong_account', detail: 'another account' };
  const orderNumber = fields.get('order') ?? '';
  const word = fields.get('status') ?? '';
  return {
    kind: 'verified',
    notification: {
      kind: 'payment',
      attemptId: attemptIdFromProviderOrderNumber(orderNumber),
      providerOrderNumber: orderNumber,
      status: STATUS[word] ?? 'unknown',
      providerStatus: word,
      amount: money('CNY', Number(fields.get('paid'))),
    },
  };
};
