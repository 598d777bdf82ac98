import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import type { ChannelSetup } from '#infra/local/providers/kit/simulation.ts';
import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import type {
  AcknowledgementKind,
  ChannelContext,
  ChannelPort,
  CreateOutcome,
  CreateRequest,
  NotificationOutcome,
  PaymentReference,
  RawCallback,
  RefundRequest,
} from '#shared/application/ports/channel-port.ts';
import { attemptIdOf, providerOrderNumberOf, toOrderId } from '#shared/domain/identity/ids.ts';
import { type Money, money } from '#shared/domain/money/money.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { leasesInMemory } from '#test/support/leases.ts';

/** An order that the provider took, with what it told of the payment. */
export interface StartedPayment {
  readonly request: CreateRequest;
  readonly payment: PaymentReference;
  readonly outcome: Extract<CreateOutcome, { kind: 'happened' }>;
}

/** A shop's account at a simulated provider, over real sockets: judges notifications with the channel itself. */
export interface ChannelDesk {
  readonly context: ChannelContext;
  readonly currency: Money['currency'];
  /** Verdicts in the order the notifications came in, with what came. */
  readonly outcomes: NotificationOutcome[];
  readonly callbacks: RawCallback[];
  /** Answers that many notifications with "could not store it". */
  failNext: number;
  /** A payment with a fresh number; `amount` is in the setup's currency. */
  request(change?: Partial<CreateRequest>): CreateRequest;
  start(change?: Partial<CreateRequest>): Promise<StartedPayment>;
  /** Waits for a notification that says this. */
  told(notification: object): Promise<void>;
  stop(): Promise<void>;
}

const http = createProviderHttp({ allowPrivateAddresses: true });

export const openChannelDesk = async (
  channel: ChannelPort,
  setup: ChannelSetup,
): Promise<ChannelDesk> => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const callback: RawCallback = {
      httpMethod: request.method ?? '',
      headers: request.headers as Record<string, string>,
      query: request.url?.split('?', 2)[1] ?? '',
      body: Buffer.concat(chunks),
    };
    desk.callbacks.push(callback);
    const outcome = await channel.notification({ ...desk.context, now: new Date() }, callback);
    desk.outcomes.push(outcome);
    const { status, headers, body } = channel.acknowledge(kindOf(outcome));
    response.writeHead(status, headers).end(body);
  });
  const kindOf = (outcome: NotificationOutcome): AcknowledgementKind => {
    if (outcome.kind === 'rejected') return 'rejected';
    if (outcome.kind === 'unavailable') return 'try_again';
    desk.failNext -= 1;
    return desk.failNext >= 0 ? 'try_again' : 'accepted';
  };
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  const currency = setup.currency as Money['currency'];
  const config = channel.configSchema.parse(setup.config);
  const desk: ChannelDesk = {
    context: {
      channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
      mode: 'test',
      config,
      credentials: channel.credentialsSchema.parse(setup.credentials),
      notifyUrl: `http://127.0.0.1:${port}/callbacks/${channel.provider}/ch_1`,
      http,
      leases: leasesInMemory(),
      get now() {
        return new Date();
      },
    },
    currency,
    outcomes: [],
    callbacks: [],
    failNext: 0,
    request: (change = {}) => {
      const createdAt = new Date();
      return {
        orderNumber: providerOrderNumberOf(attemptIdOf(toOrderId(systemRuntime.newId('order')), 1)),
        amount: money(currency, 1000),
        method: (channel.capabilitiesOf?.(config) ?? channel.capabilities).methods[0] ?? 'alipay',
        device: 'desktop',
        subject: 'VIP会员 30 days',
        returnUrl: `http://127.0.0.1:${port}/checkout/abc/return`,
        sharedReturn: { url: `http://127.0.0.1:${port}/checkout/return`, state: 'abc' },
        buyerIp: '203.0.113.9',
        createdAt,
        expiresAt: new Date(createdAt.getTime() + 900_000),
        ...change,
      };
    },
    start: async (change) => {
      const request = desk.request(change);
      const outcome = await channel.create(desk.context, request);
      if (outcome.kind !== 'happened') throw new Error(outcome.detail);
      const { providerReference, kept } = outcome;
      const known = {
        ...(providerReference === undefined ? {} : { providerReference }),
        ...(kept === undefined ? {} : { kept }),
      };
      return { request, outcome, payment: referenceTo(request, known) };
    },
    told: (notification) =>
      vi.waitFor(
        () =>
          expect(desk.outcomes).toContainEqual(
            expect.objectContaining({ notification: expect.objectContaining(notification) }),
          ),
        5_000,
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return desk;
};

/** The payment of a request, as it is asked about afterwards. */
export const referenceTo = (
  request: CreateRequest,
  known: Partial<PaymentReference> = {},
): PaymentReference => {
  const { orderNumber, amount, method, device, createdAt, expiresAt } = request;
  return { orderNumber, amount, method, device, createdAt, expiresAt, ...known };
};

/** The payment's n-th refund; all of it unless an amount is named. */
export const refundTo = (
  payment: PaymentReference,
  change: Partial<RefundRequest> = {},
  nth = 1,
): RefundRequest => ({
  ...payment,
  refundNumber: `${payment.orderNumber.slice(0, -2)}g${nth}`,
  refundAmount: payment.amount,
  refundCreatedAt: new Date(),
  reason: 'buyer asked',
  ...change,
});
