import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  ChannelContext,
  NotificationOutcome,
  RawCallback,
} from '#shared/application/ports/channel-port.ts';
import {
  type PaymentNotification,
  verifiedNotificationSchema,
} from '#shared/domain/callbacks/notification.ts';
import { CURRENCY_EXPONENTS } from '#shared/domain/money/currency.ts';
import { bitFlips } from './bit-flips.ts';
import {
  A_PROVIDER_REFERENCE,
  AN_ATTEMPT_ID,
  AN_ORDER_NUMBER,
  contextOf,
  createRequestOf,
  NOW,
} from './contexts.ts';
import type { ConformanceSubject, NotificationSubject, ProviderMessage } from './subject.ts';

const YEAR_MILLIS = 365 * 24 * 3600 * 1000;

/** What may be believed of a callback, case by case. A case's name stands before the first ` · `. */
export const notificationCases = (
  subject: ConformanceSubject,
  notifications: NotificationSubject,
): void => {
  const { channel } = subject;
  const { notify, successWord } = notifications;
  const { amount } = createRequestOf(subject);
  const http = (): Partial<ChannelContext> =>
    notifications.http ? { http: notifications.http() } : {};
  const judge = (
    callback: RawCallback,
    change: Partial<ChannelContext> = {},
  ): Promise<NotificationOutcome> =>
    channel.notification(contextOf(subject, { ...http(), ...change }), callback);
  const aMessage = (change: Partial<ProviderMessage> = {}): ProviderMessage => ({
    orderNumber: AN_ORDER_NUMBER,
    providerReference: A_PROVIDER_REFERENCE,
    amount: notifications.spelling,
    status: successWord,
    ...change,
  });
  const genuine = (change: Partial<ProviderMessage> = {}, at = NOW): RawCallback =>
    notify(aMessage(change), at);
  const reasonOf = async (judged: Promise<NotificationOutcome>): Promise<string> => {
    const outcome = await judged;
    return outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
  };

  test('genuine · it names our attempt, the amount and the status', async () => {
    const outcome = await judge(genuine());
    const plain: PaymentNotification = {
      kind: 'payment',
      attemptId: AN_ATTEMPT_ID,
      providerOrderNumber: AN_ORDER_NUMBER,
      providerReference: A_PROVIDER_REFERENCE,
      status: 'succeeded',
      providerStatus: successWord,
      ...(notifications.amounts ? { amount } : {}),
    };
    expect(outcome).toEqual({
      kind: 'verified',
      notification: { ...plain, ...notifications.expected },
    });
    if (outcome.kind === 'verified') verifiedNotificationSchema.parse(outcome.notification);
  });

  test('duplicate · the same notification again gets the same verdict', async () => {
    const callback = genuine();
    expect(await judge(callback)).toEqual(await judge(callback));
  });

  const { staleAfterSeconds } = notifications;
  if (staleAfterSeconds === undefined) {
    test('stale · a year later it gets the same verdict: a paid order stays paid', async () => {
      const callback = genuine();
      const later = { now: new Date(NOW.getTime() + YEAR_MILLIS) };
      expect(await judge(callback, later)).toEqual(await judge(callback));
    });
  } else {
    test.each([-1, 1])(
      'stale · a signed time that is %i × too far away is refused',
      async (sign) => {
        const away = (seconds: number) => ({
          now: new Date(NOW.getTime() + sign * seconds * 1000),
        });
        expect(await reasonOf(judge(genuine(), away(staleAfterSeconds + 2)))).toBe('stale');
        expect(await reasonOf(judge(genuine(), away(staleAfterSeconds - 2)))).toBe('verified');
      },
    );
  }

  test('one bit flipped · it is refused, or says exactly the same', async () => {
    const callback = genuine();
    const verdict = await judge(callback);
    let refused = 0;
    for (const flipped of coveredFlips(callback, notifications)) {
      const outcome = await judge(flipped);
      if (outcome.kind === 'verified') expect(outcome).toEqual(verdict);
      else refused += 1;
    }
    expect(refused).toBeGreaterThan(notifications.covers === 'everything' ? 400 : 100);
  });

  test('wrong key · refused', async () => {
    expect(await reasonOf(judge(genuine(), { credentials: notifications.otherCredentials }))).toBe(
      'signature_invalid',
    );
  });

  test('empty key · refused, whatever the signature', async () => {
    expect(await reasonOf(judge(genuine(), { credentials: notifications.blankCredentials }))).toBe(
      'credentials_blank',
    );
  });

  test('no signature · refused', async () => {
    expect(await reasonOf(judge(notifications.withoutSignature(genuine())))).toBe(
      'signature_missing',
    );
  });

  if (notifications.otherAccountConfig !== undefined) {
    test('other account · refused although its signature is right', async () => {
      expect(await reasonOf(judge(genuine(), { config: notifications.otherAccountConfig }))).toBe(
        'wrong_account',
      );
    });
  }

  const { amounts = [] } = notifications;
  if (amounts.length > 0) {
    test.each(amounts)(
      'amount formats · $spelling is read exactly',
      async ({ spelling, amount }) => {
        expect(await judge(genuine({ amount: spelling }))).toMatchObject({
          notification: { amount },
        });
      },
    );

    test('wrong amount · reported as it was read', async () => {
      const other = amounts.find(({ amount: read }) => read.minor !== amount.minor);
      expect(await judge(genuine({ amount: other?.spelling ?? '' }))).toMatchObject({
        kind: 'verified',
        notification: { amount: other?.amount },
      });
    });

    const tooFine = `0.${'0'.repeat(CURRENCY_EXPONENTS[amount.currency])}1`;
    const nonAmounts = notifications.nonAmounts ?? [
      ...['-1.00', '1e3', '1,00', ' ', '99999999999999999999'],
      tooFine,
    ];
    test.each(nonAmounts)('no amount · %o is not guessed', async (spelling) => {
      const outcome = await judge(genuine({ amount: spelling }));
      if (outcome.kind === 'verified')
        expect(outcome.notification).not.toHaveProperty('amount', expect.anything());
    });
  }

  const { otherCurrency } = notifications;
  if (otherCurrency) {
    test('wrong currency · reported as it was read', async () => {
      const outcome = await judge(genuine({ currency: otherCurrency.word }));
      if (outcome.kind === 'verified' && outcome.notification.kind === 'payment') {
        const read = outcome.notification.amount;
        if (read) expect(read.currency).toBe(otherCurrency.currency);
      } else expect(outcome.kind).toBe('rejected');
    });
  }

  test.each(Object.entries(notifications.statusWords))(
    'status · %s is %s',
    async (word, status) => {
      expect(await judge(genuine({ status: word }))).toMatchObject({
        kind: 'verified',
        notification: { status, providerStatus: word },
      });
    },
  );

  test.each(['NEVER_HEARD_OF', 'toString', '__proto__', 'constructor'])(
    'unknown status · %o is never a guess',
    async (word) => {
      const outcome = await judge(genuine({ status: word }));
      if (outcome.kind === 'rejected') return;
      expect(outcome).toMatchObject({ kind: 'verified' });
      if (outcome.kind !== 'verified' || outcome.notification.kind === 'other') return;
      expect(outcome.notification.status).toBe('unknown');
    },
  );

  test('foreign order number · verified, but names no attempt', async () => {
    const outcome = await judge(genuine({ orderNumber: 'SHOP4711' }));
    expect(outcome).toMatchObject({
      kind: 'verified',
      notification: { providerOrderNumber: 'SHOP4711' },
    });
    expect(outcome).not.toHaveProperty('notification.attemptId');
  });

  test('duplicated field · refused, whatever its signature', async () => {
    expect(await reasonOf(judge(notifications.withDuplicatedField(genuine())))).toMatch(
      /^(malformed|signature_invalid)$/,
    );
  });

  test('wrong charset · judged by the bytes', async () => {
    const { callback, verdict } = notifications.foreignCharset;
    expect((await judge(callback(aMessage()))).kind).toBe(verdict);
  });

  test('1 MB body · refused unread', async () => {
    const callback = genuine();
    const body = Buffer.concat([callback.body, Buffer.alloc(1_000_000, 0x61)]);
    expect(await reasonOf(judge({ ...callback, body }))).toBe('too_large');
    const query = `${callback.query}&x=${'a'.repeat(1_000_000)}`;
    expect(await reasonOf(judge({ ...callback, query }))).toBe('too_large');
  });

  test('secrets · nothing that is said about a refusal holds one', async () => {
    const outcomes = await Promise.all([
      judge(genuine(), { credentials: notifications.otherCredentials }),
      judge(notifications.withoutSignature(genuine())),
    ]);
    for (const secret of Object.values(subject.credentials as Record<string, unknown>))
      if (typeof secret === 'string') expect(JSON.stringify(outcomes)).not.toContain(secret);
  });

  for (const { what, callback, notification } of notifications.others ?? []) {
    test(`other messages · ${what}`, async () => {
      const outcome = await judge(callback(NOW));
      expect(outcome).toMatchObject({ kind: 'verified', notification });
      if (outcome.kind === 'verified') verifiedNotificationSchema.parse(outcome.notification);
    });
  }

  describe('fuzz', () => {
    const bytes = fc.uint8Array({ maxLength: 400 });
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.webQueryParameters());
    const names = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('content-type', ...(notifications.signedHeaders ?? [])),
    );
    const headers = fc.dictionary(names, fc.string({ maxLength: 40 }));
    const httpMethod = fc.constantFrom('GET', 'POST', 'PUT', '');
    const jsonBody = fc.json().map((json) => Buffer.from(json));

    test('fuzz · no bytes whatever make it throw or believe', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({ httpMethod, headers, query: text, body: fc.oneof(bytes, jsonBody) }),
          async (callback) => {
            expect((await judge(callback)).kind).not.toBe('verified');
          },
        ),
        { numRuns: 500 },
      );
    });

    test('fuzz · no splice of a genuine notification makes it throw or say something else', async () => {
      const callback = genuine();
      const verdict = await judge(callback);
      const splice = fc.record({
        at: fc.nat(800),
        cut: fc.nat(40),
        insert: fc.string({ maxLength: 20 }),
      });
      await fc.assert(
        fc.asyncProperty(splice, async ({ at, cut, insert }) => {
          const outcome = await judge({
            ...callback,
            query: spliced(callback.query, at, cut, insert),
            body: Buffer.from(
              spliced(Buffer.from(callback.body).toString('latin1'), at, cut, insert),
              'latin1',
            ),
          });
          if (outcome.kind === 'verified' && notifications.covers === 'everything')
            expect(outcome).toEqual(verdict);
        }),
        { numRuns: 500 },
      );
    });
  });
};

/** The callback with one bit changed of what its signature covers. */
function* coveredFlips(
  callback: RawCallback,
  { covers, signedHeaders }: NotificationSubject,
): Generator<RawCallback> {
  const { body, query } = callback;
  const uncovered = {
    everything: {},
    address: { body: Buffer.alloc(0) },
    bearer: { body: Buffer.alloc(0), query: '' },
  }[covers];
  for (const flipped of bitFlips({ ...callback, ...uncovered }, signedHeaders)) {
    if (covers === 'everything') yield flipped;
    else yield { ...flipped, body, ...(covers === 'bearer' ? { query } : {}) };
  }
}

const spliced = (source: string, at: number, cut: number, insert: string): string =>
  source === '' ? source : source.slice(0, at) + insert + source.slice(at + cut);

/** For channels whose payments nobody notifies: whatever arrives at their address is refused. */
export const noNotificationCases = (subject: ConformanceSubject): void => {
  test('no notifications · whatever arrives is refused', async () => {
    const callback = { headers: {}, query: 'status=paid', body: Buffer.from('{"status":"paid"}') };
    for (const httpMethod of ['GET', 'POST'])
      expect(
        (await subject.channel.notification(contextOf(subject), { httpMethod, ...callback })).kind,
      ).toBe('rejected');
  });
};
