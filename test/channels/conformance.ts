import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  Acknowledgement,
  AcknowledgementKind,
  ChannelContext,
  ChannelPort,
  CreateRequest,
  NotificationOutcome,
  RawCallback,
  RefundOutcome,
  RefundRequest,
} from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import {
  type ProviderStatus,
  verifiedNotificationSchema,
} from '#shared/domain/callbacks/notification.ts';
import { type Money, money } from '#shared/domain/money/money.ts';
import { nextActionSchema } from '#shared/domain/orders/attempt.ts';
import { NOT_CONNECTED, replyText, scriptedHttp, TIMED_OUT } from './support/scripted-http.ts';

/** What a provider's message says, before it is put on the wire. */
export interface ProviderMessage {
  readonly orderNumber: string;
  readonly providerReference: string;
  /** The provider's own spelling of the amount. */
  readonly amount: string;
  /** The provider's own word. */
  readonly status: string;
}

/**
 * All that the suite must know of a channel, once per protocol and way of notification. Adding a provider is adding
 * its subjects; nothing below knows any provider.
 */
export interface ConformanceSubject {
  readonly name: string;
  readonly channel: ChannelPort;
  readonly config: unknown;
  readonly credentials: unknown;
  /** The same secrets under another account number. */
  readonly otherAccountConfig: unknown;
  /** Another account's secrets. */
  readonly otherCredentials: unknown;
  /** The secret that verifies is blank. */
  readonly blankCredentials: unknown;
  /** Puts a message on the wire as the provider does, signed for `credentials`. */
  readonly notify: (message: ProviderMessage) => RawCallback;
  readonly withoutSignature: (callback: RawCallback) => RawCallback;
  /** The order number twice. */
  readonly withDuplicatedField: (callback: RawCallback) => RawCallback;
  /** A genuine message with bytes that are no UTF-8, and whether it is still to be believed. */
  readonly foreignCharset: {
    readonly callback: (message: ProviderMessage) => RawCallback;
    readonly verdict: NotificationOutcome['kind'];
  };
  readonly statusWords: Readonly<Record<string, ProviderStatus>>;
  readonly successWord: string;
  readonly amounts: readonly { readonly spelling: string; readonly amount: Money }[];
  readonly acknowledgements: Readonly<Record<AcknowledgementKind, Acknowledgement>>;
  /** Replies to a create that must succeed; absent when creating makes no call. */
  readonly createReply?: ProviderResponse;
  readonly refunds: readonly {
    readonly when: string;
    readonly replies: readonly ProviderResponse[];
    readonly outcome: RefundOutcome['kind'];
  }[];
}

export const AN_ORDER_NUMBER = '01k9gfm0c8e4ravxk1q3j7zw01';
const AN_ATTEMPT_ID = `att_${AN_ORDER_NUMBER}`;
const NOW = new Date('2026-11-01T12:00:00.000Z');
const YEAR_MILLIS = 365 * 24 * 3600 * 1000;

const A_CREATE: CreateRequest = {
  orderNumber: AN_ORDER_NUMBER,
  amount: money('CNY', 1000),
  method: 'alipay',
  device: 'desktop',
  subject: 'VIP会员 30 days',
  returnUrl: 'https://shop.example.com/checkout/abc',
  buyerIp: '203.0.113.9',
  expiresAt: new Date(NOW.getTime() + 900_000),
};

const A_REFUND: RefundRequest = {
  orderNumber: AN_ORDER_NUMBER,
  providerReference: '20261101120000000001',
  amount: money('CNY', 1000),
  refundNumber: 'R01k9gfm0c8e4ravxk1q3j7zw01',
  refundAmount: money('CNY', 1000),
  reason: 'buyer asked',
};

const NOT_A_REPLY: readonly { readonly what: string; readonly reply: ProviderResponse }[] = [
  { what: 'no answer in time', reply: TIMED_OUT },
  { what: 'HTTP 500', reply: replyText('Internal Server Error', 500) },
  { what: 'HTTP 502 with JSON', reply: replyText('{"code":-1,"msg":"bad gateway"}', 502) },
  { what: 'an empty page', reply: replyText('') },
  { what: 'an HTML page', reply: replyText('<html><body>欢迎</body></html>') },
  { what: 'JSON cut off', reply: replyText('{"code":1,"trade_no":"20') },
];

export const describeConformance = (subject: ConformanceSubject): void => {
  describe(`${subject.name} conforms`, () => {
    describeNotifications(subject);
    describeFuzz(subject);
    describeCalls(subject);
    describeDeclarations(subject);
  });
};

const contextOf = (
  subject: ConformanceSubject,
  change: Partial<ChannelContext> = {},
): ChannelContext => ({
  channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
  mode: 'test',
  config: subject.config,
  credentials: subject.credentials,
  notifyUrl: `https://callbacks.example.com/callbacks/${subject.channel.provider}/ch_01k9gfm0c8e4ravxk1q3j7zw99`,
  http: scriptedHttp(),
  now: NOW,
  ...change,
});

const aMessage = (
  subject: ConformanceSubject,
  change: Partial<ProviderMessage> = {},
): ProviderMessage => ({
  orderNumber: AN_ORDER_NUMBER,
  providerReference: '20261101120000000001',
  amount: '10.00',
  status: subject.successWord,
  ...change,
});

const describeNotifications = (subject: ConformanceSubject): void => {
  const { channel, notify } = subject;
  const judge = (
    callback: RawCallback,
    change: Partial<ChannelContext> = {},
  ): NotificationOutcome => channel.notification(contextOf(subject, change), callback);
  const genuine = (change: Partial<ProviderMessage> = {}): RawCallback =>
    notify(aMessage(subject, change));
  const reasonOf = (outcome: NotificationOutcome): string =>
    outcome.kind === 'rejected' ? outcome.reason : outcome.kind;

  test('a genuine notification names our attempt, the amount and the status', () => {
    const outcome = judge(genuine());
    expect(outcome).toEqual({
      kind: 'verified',
      notification: {
        kind: 'payment',
        attemptId: AN_ATTEMPT_ID,
        providerOrderNumber: AN_ORDER_NUMBER,
        providerReference: '20261101120000000001',
        status: 'succeeded',
        providerStatus: subject.successWord,
        amount: money('CNY', 1000),
      },
    });
    if (outcome.kind === 'verified') verifiedNotificationSchema.parse(outcome.notification);
  });

  test('the same notification again gets the same verdict, also a year later', () => {
    const callback = genuine();
    const first = judge(callback);
    expect(judge(callback)).toEqual(first);
    expect(judge(callback, { now: new Date(NOW.getTime() + YEAR_MILLIS) })).toEqual(first);
  });

  test('with any one bit flipped it is refused, or says exactly the same', () => {
    const callback = genuine();
    const verdict = judge(callback);
    let refused = 0;
    for (const flipped of bitFlips(callback)) {
      const outcome = judge(flipped);
      if (outcome.kind === 'rejected') refused += 1;
      else expect(outcome).toEqual(verdict);
    }
    expect(refused).toBeGreaterThan(500);
  });

  test('a wrong key, a blank key and a missing signature are refused with their reasons', () => {
    expect(reasonOf(judge(genuine(), { credentials: subject.otherCredentials }))).toBe(
      'signature_invalid',
    );
    expect(reasonOf(judge(genuine(), { credentials: subject.blankCredentials }))).toBe(
      'credentials_blank',
    );
    expect(reasonOf(judge(subject.withoutSignature(genuine())))).toBe('signature_missing');
  });

  test("another account's notification is refused although its signature is right", () => {
    expect(reasonOf(judge(genuine(), { config: subject.otherAccountConfig }))).toBe(
      'wrong_account',
    );
  });

  test('an amount that nobody asked for is reported as it was read', () => {
    expect(judge(genuine({ amount: '0.01' }))).toMatchObject({
      kind: 'verified',
      notification: { status: 'succeeded', amount: money('CNY', 1) },
    });
  });

  test.each(subject.amounts)('reads the amount $spelling exactly', ({ spelling, amount }) => {
    expect(judge(genuine({ amount: spelling }))).toMatchObject({ notification: { amount } });
  });

  test.each(['-1.00', '1e3', '1,00', ' ', '0.001', '99999999999999999999'])(
    'does not guess the amount %o',
    (spelling) => {
      const outcome = judge(genuine({ amount: spelling }));
      if (outcome.kind === 'verified') expect(outcome.notification.amount).toBeUndefined();
    },
  );

  test.each(Object.entries(subject.statusWords))('reads the status %s as %s', (word, status) => {
    expect(judge(genuine({ status: word }))).toMatchObject({
      kind: 'verified',
      notification: { status, providerStatus: word },
    });
  });

  test.each(['NEVER_HEARD_OF', 'toString', '__proto__', ''])(
    'the unheard-of status %o is unknown, never a guess',
    (word) => {
      expect(judge(genuine({ status: word }))).toMatchObject({
        kind: 'verified',
        notification: { status: 'unknown' },
      });
    },
  );

  test('an order number that was never ours is verified but names no attempt', () => {
    const outcome = judge(genuine({ orderNumber: 'SHOP-4711' }));
    expect(outcome).toMatchObject({
      kind: 'verified',
      notification: { providerOrderNumber: 'SHOP-4711' },
    });
    expect(outcome).not.toHaveProperty('notification.attemptId');
  });

  test('a field that appears twice is malformed, whatever its signature', () => {
    expect(reasonOf(judge(subject.withDuplicatedField(genuine())))).toBe('malformed');
  });

  test('bytes in another charset are judged by the bytes', () => {
    const { callback, verdict } = subject.foreignCharset;
    expect(judge(callback(aMessage(subject))).kind).toBe(verdict);
  });

  test('a body or query of 1 MB is refused unread', () => {
    const callback = genuine();
    const body = Buffer.concat([callback.body, Buffer.alloc(1_000_000, 0x61)]);
    expect(reasonOf(judge({ ...callback, body }))).toBe('too_large');
    const query = `${callback.query}&x=${'a'.repeat(1_000_000)}`;
    expect(reasonOf(judge({ ...callback, query }))).toBe('too_large');
  });
};

const describeFuzz = ({ channel, notify, ...rest }: ConformanceSubject): void => {
  const subject = { channel, notify, ...rest };
  const context = contextOf(subject);
  const bytes = fc.uint8Array({ maxLength: 400 });
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.webQueryParameters());
  const headers = fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ maxLength: 40 }));
  const httpMethod = fc.constantFrom('GET', 'POST', 'PUT', '');

  test('no bytes whatever make it throw or believe', () => {
    fc.assert(
      fc.property(
        fc.record({ httpMethod, headers, query: text, body: fc.oneof(bytes, jsonBody) }),
        (callback) => {
          expect(channel.notification(context, callback).kind).toBe('rejected');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('no splice of a genuine notification makes it throw or say something else', () => {
    const callback = notify(aMessage(subject));
    const verdict = channel.notification(context, callback);
    const splice = fc.record({
      at: fc.nat(800),
      cut: fc.nat(40),
      insert: fc.string({ maxLength: 20 }),
    });
    fc.assert(
      fc.property(splice, ({ at, cut, insert }) => {
        const outcome = channel.notification(context, {
          ...callback,
          query: spliced(callback.query, at, cut, insert),
          body: Buffer.from(
            spliced(Buffer.from(callback.body).toString('latin1'), at, cut, insert),
            'latin1',
          ),
        });
        if (outcome.kind === 'verified') expect(outcome).toEqual(verdict);
      }),
      { numRuns: 500 },
    );
  });
};

const jsonBody = fc.json().map((json) => Buffer.from(json));

const spliced = (source: string, at: number, cut: number, insert: string): string =>
  source === '' ? source : source.slice(0, at) + insert + source.slice(at + cut);

const describeCalls = (subject: ConformanceSubject): void => {
  const { channel, createReply } = subject;
  const withReplies = (...replies: readonly ProviderResponse[]): ChannelContext =>
    contextOf(subject, { http: scriptedHttp(...replies) });

  if (createReply) {
    test('a payment that the provider took comes with something to do for the buyer', async () => {
      const outcome = await channel.create(withReplies(createReply), A_CREATE);
      expect(outcome.kind).toBe('happened');
      if (outcome.kind === 'happened') nextActionSchema.parse(outcome.nextAction);
    });

    test('a payment that is sent again carries the same number and the same parameters', async () => {
      const http = scriptedHttp(createReply);
      await channel.create(contextOf(subject, { http }), A_CREATE);
      await channel.create(contextOf(subject, { http }), A_CREATE);
      const [first, again] = http.requests;
      if (channel.capabilities.resubmission === 'same_number') expect(again).toEqual(first);
    });

    test('a refused connection did not happen', async () => {
      expect(await channel.create(withReplies(NOT_CONNECTED), A_CREATE)).toMatchObject({
        kind: 'did_not_happen',
        reason: 'provider_unreachable',
      });
    });

    test.each(NOT_A_REPLY)('creating is unknown after $what', async ({ reply }) => {
      expect((await channel.create(withReplies(reply), A_CREATE)).kind).toBe('unknown');
    });
  } else {
    test('a payment is prepared without any call', async () => {
      const outcome = await channel.create(withReplies(), A_CREATE);
      expect(outcome.kind).toBe('happened');
      if (outcome.kind === 'happened') nextActionSchema.parse(outcome.nextAction);
    });
  }

  const payment = { orderNumber: AN_ORDER_NUMBER, amount: A_CREATE.amount };
  test.each([...NOT_A_REPLY, { what: 'a refused connection', reply: NOT_CONNECTED }])(
    'a query is unknown after $what',
    async ({ reply }) => {
      expect((await channel.query(withReplies(reply), payment)).kind).toBe('unknown');
    },
  );

  test.each(NOT_A_REPLY)('a refund is unknown after $what', async ({ reply }) => {
    expect((await channel.refund?.(withReplies(reply), A_REFUND))?.kind).toBe('unknown');
  });

  test('a refund that reached nobody may be sent again', async () => {
    const outcome = await channel.refund?.(withReplies(NOT_CONNECTED), A_REFUND);
    if (outcome?.kind === 'did_not_happen') expect(outcome.transient).toBe(true);
    else expect(outcome?.kind).toBe(channel.refund && 'unknown');
  });

  test.each(subject.refunds)('a refund is $outcome when $when', async ({ replies, outcome }) => {
    expect((await channel.refund?.(withReplies(...replies), A_REFUND))?.kind).toBe(outcome);
  });
};

const describeDeclarations = (subject: ConformanceSubject): void => {
  const { channel } = subject;

  test.each(Object.entries(subject.acknowledgements))(
    'acknowledges "%s" with exactly the documented bytes',
    (kind, expected) => {
      expect(channel.acknowledge(kind as AcknowledgementKind)).toEqual(expected);
    },
  );

  test('its configuration parses to itself, has no problems and names the account', () => {
    const config = channel.configSchema.parse(subject.config);
    const credentials = channel.credentialsSchema.parse(subject.credentials);
    expect(config).toEqual(subject.config);
    expect(channel.problems(config, credentials)).toEqual([]);
    expect(channel.accountOf(config)).not.toBe('');
  });

  test('a blank secret and an unknown setting do not parse', () => {
    expect(channel.credentialsSchema.safeParse(subject.blankCredentials).success).toBe(false);
    const config = { ...(subject.config as object), nonsense: 1 };
    expect(channel.configSchema.safeParse(config).success).toBe(false);
  });

  test('it names the secrets that no other account may have', () => {
    const names = Object.keys(channel.credentialsSchema.parse(subject.credentials) as object);
    expect(channel.ownSecrets.filter((name) => names.includes(name))).not.toEqual([]);
  });

  test('it has the operations that its capabilities promise', () => {
    const { capabilities } = channel;
    expect(channel.close !== undefined).toBe(capabilities.close);
    expect(channel.refund !== undefined).toBe(capabilities.refund !== 'none');
    expect(capabilities.amountMinor.min).toBeGreaterThan(0n);
    expect(capabilities.amountMinor.max).toBeGreaterThan(capabilities.amountMinor.min);
  });
};

/** Every callback that differs from the given one in one bit of its query or body. */
function* bitFlips(callback: RawCallback): Generator<RawCallback> {
  const query = Buffer.from(callback.query, 'latin1');
  for (const [bytes, put] of [
    [query, (changed: Buffer) => ({ ...callback, query: changed.toString('latin1') })],
    [Buffer.from(callback.body), (changed: Buffer) => ({ ...callback, body: changed })],
  ] as const) {
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        yield put(changed);
      }
    }
  }
}
