import { beforeEach, describe, expect, test } from 'vitest';
import { stripe as simulated } from '#infra/local/providers/stripe/simulation.ts';
import { stripe } from '#shared/channels/stripe/index.ts';
import { referenceTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages, describeSales } from '#test/channels/support/simulator-cases.ts';

const MODES = ['hosted', 'elements'] as const;
const simulation = await openSimulation(stripe, simulated, {
  setups: ([setup]) =>
    setup ? MODES.map((accessMode) => ({ ...setup, config: { ...setup.config, accessMode } })) : [],
});
const { simulator } = simulation;

describe.each(MODES)('%s', (accessMode) => {
  const desk = simulation.deskAt(MODES.indexOf(accessMode));
  beforeEach(() => simulator.behave({ habits: { webhookUrl: desk.context.notifyUrl } }));

  const subject = { name: accessMode, simulation, desk, refundsAtOnce: true, closes: true };
  describeSales(subject);
  describeOutages(subject);

  test('a dispute is told', async () => {
    const { request } = await desk.start();
    simulator.pay(request.orderNumber);
    await simulation.acknowledged(request.orderNumber);
    await simulator.notify(request.orderNumber, 'dispute');
    expect(desk.outcomes.at(-1)).toMatchObject({
      notification: { kind: 'dispute', attemptId: `att_${request.orderNumber}`, status: 'open' },
    });
  });

  test('the same payment sent again is the same object', async () => {
    const { request, outcome } = await desk.start();
    expect(await stripe.create(desk.context, request)).toEqual(outcome);
  });

  test('an order whose answer is lost is not found by our number', async () => {
    simulator.behave({ createStatusAfterAccepting: 502 });
    const request = desk.request();
    expect((await stripe.create(desk.context, request)).kind).toBe('unknown');
    expect((await stripe.query(desk.context, referenceTo(request))).kind).toBe('not_found');
  });

  test('a test call tells a good key from a bad one', async () => {
    const unused = referenceTo(desk.request());
    expect((await stripe.test?.(desk.context, unused))?.kind).toBe('not_found');
    const credentials = { secretKey: 'sk_test_wrongwrong', webhookSecret: 'whsec_wrongwrong' };
    expect(await stripe.test?.({ ...desk.context, credentials }, unused)).toMatchObject({
      kind: 'unknown',
      reason: 'invalid_credentials',
    });
  });
});
