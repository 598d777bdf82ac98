import { describe, expect, test, vi } from 'vitest';
import type { CreateRequest } from '#shared/application/ports/channel-port.ts';
import { type Money, money } from '#shared/domain/money/money.ts';
import { type ChannelDesk, referenceTo, refundTo, type StartedPayment } from './channel-desk.ts';
import type { OpenSimulation } from './open-simulation.ts';

/** An account at a simulated provider, for the cases that are the same at every provider. */
export interface SimulatorSubject {
  readonly name: string;
  readonly simulation: OpenSimulation;
  readonly desk: ChannelDesk;
  /** What every order here needs. */
  readonly order?: Partial<CreateRequest>;
  /** Takes an order to where its buyer can pay. Default: the provider took it, so the buyer is there. */
  readonly start?: (change?: Partial<CreateRequest>) => Promise<StartedPayment>;
  /** What is sold for. Default: 10.00 of the account's currency. */
  readonly amounts?: readonly Money[];
  /** Orders are prepared, and the provider learns of them from the buyer. */
  readonly createsWithoutCall?: boolean;
  /** A refund is done when its call is answered, and the provider tells of it. */
  readonly refundsAtOnce?: boolean;
  /** What waits can be closed at the provider. */
  readonly closes?: boolean;
}

/** A provider where the buyer pays and the shop is told: sales, and what can be wrong with the message. */
export const describeSales = (subject: SimulatorSubject): void => {
  const { simulation, desk, start = desk.start } = subject;
  const { channel, simulator, acknowledged } = simulation;
  const { amounts = [desk.request().amount] } = subject;

  const sold = async (): Promise<StartedPayment> => {
    const started = await start();
    simulator.pay(started.request.orderNumber);
    await acknowledged(started.request.orderNumber);
    return started;
  };

  describe(`${subject.name}, sales`, () => {
    test.each(amounts)(
      '$minor $currency: ordered, paid, believed, acknowledged, found',
      async (amount) => {
        const { request, payment } = await start({ amount });
        expect(await channel.query(desk.context, payment)).toMatchObject({ status: 'pending' });
        expect(simulator.pay(request.orderNumber)).toBe(true);
        await acknowledged(request.orderNumber);
        expect(desk.outcomes).toMatchObject([
          {
            kind: 'verified',
            notification: { attemptId: `att_${request.orderNumber}`, status: 'succeeded', amount },
          },
        ]);
        expect(await channel.query(desk.context, payment)).toMatchObject({
          kind: 'found',
          status: 'succeeded',
          amount,
        });
      },
    );

    test('a bad signature is refused, and the repetition is believed', async () => {
      const { request } = await start();
      simulator.behave({ badSignature: true });
      simulator.pay(request.orderNumber);
      await vi.waitFor(() =>
        expect(desk.outcomes[0]).toMatchObject({ reason: 'signature_invalid' }),
      );
      simulator.behave({ badSignature: false });
      await acknowledged(request.orderNumber);
      expect(desk.outcomes.at(-1)).toMatchObject({ kind: 'verified' });
    });

    test('a notification that could not be stored comes again', async () => {
      const { request } = await start();
      desk.failNext = 2;
      simulator.pay(request.orderNumber);
      await acknowledged(request.orderNumber);
      expect(desk.outcomes).toHaveLength(3);
      const sent = simulator.payment(request.orderNumber)?.notifications ?? [];
      expect(sent.map((one) => one.acknowledged)).toEqual([false, false, true]);
    });

    test('a wrong amount is told as it is, and a copy says the same', async () => {
      const { request } = await start();
      simulator.behave({ wrongAmountMinor: 1, duplicates: 1 });
      simulator.pay(request.orderNumber);
      await vi.waitFor(() => expect(desk.outcomes).toHaveLength(2), 5_000);
      const [told, copy] = desk.outcomes;
      expect(told).toMatchObject({
        notification: { amount: money(desk.currency, 1) },
      });
      expect(copy).toEqual(told);
    });

    if (subject.refundsAtOnce) {
      test('two parts are paid back once each, never more than was paid, and each is told', async () => {
        const { request, payment } = await sold();
        const refund = async (minor: number, nth: number) =>
          channel.refund?.(
            desk.context,
            refundTo(payment, { refundAmount: money(desk.currency, minor) }, nth),
          );
        for (const _ of [1, 2]) expect((await refund(400, 1))?.kind).toBe('succeeded');
        expect((await refund(601, 2))?.kind).toBe('did_not_happen');
        expect((await refund(600, 2))?.kind).toBe('succeeded');
        expect(simulator.payment(request.orderNumber)).toMatchObject({
          paidMinor: 1000,
          refunds: [{ minor: 400 }, { minor: 600 }],
        });
        await vi.waitFor(() => expect(desk.outcomes).toHaveLength(3), 5_000);
        expect(desk.outcomes.slice(1)).toMatchObject(
          [1, 2].map((nth) => ({
            notification: {
              kind: 'refund',
              refundId: `ref_${refundTo(payment, {}, nth).refundNumber}`,
              status: 'succeeded',
            },
          })),
        );
      });
    }

    if (subject.closes) {
      test('what waits is closed, often, and cannot be paid then; what is paid is not closed', async () => {
        const { request, payment } = await start();
        for (const _ of [1, 2])
          expect(await channel.close?.(desk.context, payment)).toEqual({ kind: 'closed' });
        expect(simulator.pay(request.orderNumber)).toBe(false);
        expect(await channel.query(desk.context, payment)).toMatchObject({ status: 'closed' });
        const paid = await sold();
        expect(await channel.close?.(desk.context, paid.payment)).toEqual({ kind: 'already_paid' });
      });
    }
  });
};

/** What becomes of an order when the provider's answer is missing. */
export const describeOutages = ({
  name,
  simulation: { channel, simulator },
  desk,
  order,
  createsWithoutCall = false,
}: SimulatorSubject): void => {
  describe(`${name}, outages`, () => {
    test('nobody is reached: the order did not happen, the rest is not known', async () => {
      await simulator.refuseConnections();
      try {
        const request = desk.request(order);
        if (!createsWithoutCall)
          expect(await channel.create(desk.context, request)).toMatchObject({
            kind: 'did_not_happen',
            reason: 'provider_unreachable',
          });
        const known = { providerReference: 'a-payment-there', kept: '' };
        const asked = await channel.query(desk.context, referenceTo(request, known));
        expect(asked.kind).toBe('unknown');
      } finally {
        await simulator.acceptConnections();
      }
    });

    if (createsWithoutCall) return;
    test('an order whose answer is lost is not known, and never two orders', async () => {
      simulator.behave({ createStatusAfterAccepting: 502 });
      const request = desk.request(order);
      expect((await channel.create(desk.context, request)).kind).toBe('unknown');
      simulator.behave({ createStatusAfterAccepting: null });
      const again = await channel.create(desk.context, request);
      const isSame = channel.capabilities.resubmission === 'same_number';
      expect(isSame ? ['happened'] : ['happened', 'unknown']).toContain(again.kind);
      const known = simulator.payment(request.orderNumber)?.reference;
      if (again.kind === 'happened' && again.providerReference !== undefined)
        expect(again.providerReference).toBe(known);
      const orders = simulator.books().orders;
      expect(orders.filter(({ number }) => number === request.orderNumber)).toHaveLength(1);
    });
  });
};
