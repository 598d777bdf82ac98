import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { fortumo as simulated } from '#infra/local/providers/fortumo/simulation.ts';
import type { PaymentReference, StepRequest } from '#shared/application/ports/channel-port.ts';
import { fortumo } from '#shared/channels/fortumo/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { referenceTo, refundTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages } from '#test/channels/support/simulator-cases.ts';

const PHONE = '+3725123456';
const simulation = await openSimulation(fortumo, simulated);
const { simulator } = simulation;
const desk = simulation.deskAt(0);

describeOutages({ name: 'fortumo', simulation, desk, order: { phone: PHONE } });

/** What the application would have kept of a payment by now: that of the newest hint. */
const keptOf = (orderNumber: string): string | undefined =>
  desk.outcomes
    .flatMap((outcome) =>
      outcome.kind === 'verified' &&
      outcome.notification.kind === 'payment' &&
      outcome.notification.providerOrderNumber === orderNumber &&
      outcome.kept
        ? [outcome.kept]
        : [],
    )
    .at(-1);

const told = (orderNumber: string, providerStatus: string) =>
  desk.told({ providerOrderNumber: orderNumber, providerStatus });

const start = async (phone = PHONE) => {
  const request = desk.request({ phone });
  const outcome = await fortumo.create(desk.context, request);
  const { orderNumber } = request;
  const payment = (): PaymentReference => {
    const kept = keptOf(orderNumber);
    return referenceTo(request, kept === undefined ? {} : { kept });
  };
  const step = (): StepRequest => ({ ...request, ...payment() });
  const type = (code: string) =>
    fortumo.proceed?.(desk.context, step(), { kind: 'code', code }) ?? Promise.reject();
  const charge = () =>
    fortumo.proceed?.(desk.context, step(), { kind: 'approved' }) ?? Promise.reject();
  return { request, orderNumber, outcome, payment, type, charge };
};

const agreed = async (pin = '1234') => {
  const sale = await start();
  await told(sale.orderNumber, 'pending');
  expect(await sale.type(pin)).toMatchObject({ kind: 'found', status: 'pending' });
  await told(sale.orderNumber, 'verified');
  return sale;
};

test('a sale: PIN typed wrong and right, charged once, told, paid back in part', async () => {
  const { orderNumber, outcome, payment, type, charge, request } = await start();
  expect(outcome).toMatchObject({
    kind: 'happened',
    nextAction: { kind: 'enter_code', sentTo: '+372****56', canResend: false },
  });
  await told(orderNumber, 'pending');
  expect(await type('9999')).toMatchObject({ kind: 'found', status: 'pending' });
  expect(await charge()).toMatchObject({ kind: 'found', status: 'pending' });
  await type('1234');
  await told(orderNumber, 'verified');
  expect(await fortumo.query(desk.context, payment())).toMatchObject({
    status: 'pending',
    awaitsApprovedStep: true,
  });
  expect(await charge()).toMatchObject({ kind: 'found', status: 'pending' });
  await told(orderNumber, 'charged');
  await desk.told({
    attemptId: `att_${orderNumber}`,
    status: 'succeeded',
    amount: request.amount,
    providerReference: simulator.payment(orderNumber)?.reference,
  });

  const half = refundTo(payment(), { refundAmount: money('EUR', 400) });
  expect(await fortumo.refund?.(desk.context, half)).toEqual({ kind: 'pending' });
  await told(orderNumber, 'refunded');
  expect(desk.outcomes.at(-1)).toMatchObject({
    notification: {
      kind: 'refund',
      refundId: `ref_${half.refundNumber}`,
      status: 'succeeded',
      amount: money('EUR', 400),
    },
  });
  expect((await fortumo.refund?.(desk.context, half))?.kind).toBe('unknown');
  expect(simulator.payment(orderNumber)?.refunds).toHaveLength(1);
});

test('eight steps at the same moment, and one after a lost answer, are one charge', async () => {
  const { orderNumber, charge } = await agreed();
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => charge()));
  expect(outcomes.filter(({ kind }) => kind === 'found')).toHaveLength(1);
  await told(orderNumber, 'charged');
  expect(simulator.payment(orderNumber)?.extra.charges).toBe(1);
});

test('a charge that gets no answer is made once, and its callback tells', async () => {
  const { orderNumber, payment, charge } = await agreed();
  simulator.behave({ habits: { chargesNeverAnswer: true } });
  const http = {
    request: (request: Parameters<typeof desk.context.http.request>[0]) =>
      desk.context.http.request({ ...request, timeoutMillis: 200 }),
  };
  const step = { ...desk.request({ phone: PHONE }), ...payment() };
  const impatient = { ...desk.context, http, now: new Date() };
  expect(
    (await fortumo.proceed?.(impatient, { ...step, orderNumber }, { kind: 'approved' }))?.kind,
  ).toBe('unknown');
  simulator.behave({ habits: {} });
  expect((await charge()).kind).toBe('unknown');
  expect((await fortumo.query(desk.context, payment())).kind).toBe('unknown');
  await told(orderNumber, 'charged');
  expect(simulator.payment(orderNumber)?.extra.charges).toBe(1);
});

test('a charge that could not be sent is sent again', async () => {
  const { orderNumber, charge } = await agreed();
  await simulator.refuseConnections();
  expect((await charge()).kind).toBe('unknown');
  await simulator.acceptConnections();
  expect(await charge()).toMatchObject({ kind: 'found', status: 'pending' });
  await told(orderNumber, 'charged');
  expect(simulator.payment(orderNumber)?.extra.charges).toBe(1);
});

test('a charge that the operator refuses has failed', async () => {
  const { orderNumber, charge } = await agreed('0701');
  await charge();
  await told(orderNumber, 'failed');
  expect(desk.outcomes.at(-1)).toMatchObject({
    notification: { status: 'failed', failureReason: 'declined' },
  });
});

test('a PIN that is wrong three times ends the payment; one that cannot be sent does, too', async () => {
  const { orderNumber, type, payment } = await start();
  await told(orderNumber, 'pending');
  for (const pin of ['1111', '2222', '3333']) await type(pin);
  await told(orderNumber, 'failed');
  expect(await fortumo.query(desk.context, payment())).toMatchObject({
    status: 'failed',
    failureReason: 'authentication_failed',
  });
  const unreachable = await start('+3725777602');
  await told(unreachable.orderNumber, 'failed');
  expect(await fortumo.query(desk.context, unreachable.payment())).toMatchObject({
    status: 'failed',
  });
});

test('a payment that was closed is charged no more, however the buyer has agreed', async () => {
  const { orderNumber, payment, charge } = await agreed();
  const before = payment();
  expect(await fortumo.close?.(desk.context, before)).toEqual({ kind: 'closed' });
  expect(await fortumo.close?.(desk.context, before)).toEqual({ kind: 'closed' });
  const step = { ...desk.request({ phone: PHONE }), ...before };
  expect(await fortumo.proceed?.(desk.context, step, { kind: 'approved' })).not.toMatchObject({
    status: 'succeeded',
  });
  await told(orderNumber, 'invalidated');
  expect(await charge()).toMatchObject({ kind: 'found', status: 'closed' });
  expect(simulator.payment(orderNumber)?.extra.charges).toBeUndefined();
});

test('a payment whose charge was asked for is not closed', async () => {
  const { orderNumber, payment, charge } = await agreed();
  await charge();
  expect((await fortumo.close?.(desk.context, payment()))?.kind).toBe('unknown');
  await told(orderNumber, 'charged');
});

test('callbacks: repeated until stored, doubled, of another amount, with another token', async () => {
  const { orderNumber, charge } = await agreed();
  desk.failNext = 2;
  simulator.behave({ duplicates: 1, wrongAmountMinor: 1 });
  await charge();
  await told(orderNumber, 'charged');
  await desk.told({
    providerOrderNumber: orderNumber,
    status: 'succeeded',
    amount: money('EUR', 1),
  });
  simulator.behave({ duplicates: 0, wrongAmountMinor: null, badSignature: true });
  const sent = await simulator.notify(orderNumber);
  expect(sent).toMatchObject({ status: 401, acknowledged: false });
  expect(desk.outcomes.at(-1)).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
  simulator.behave({ badSignature: false, wrongMerchant: 'somebody else' });
  await simulator.notify(orderNumber);
  expect(desk.outcomes.at(-1)).toMatchObject({ kind: 'rejected', reason: 'wrong_account' });
});

test('the account is tried without charging anybody', async () => {
  const unused = referenceTo(desk.request());
  expect((await fortumo.test?.(desk.context, unused))?.kind).toBe('not_found');
  const config = { ...(desk.context.config as object), channelCode: 'telenor-no' };
  expect(await fortumo.test?.({ ...desk.context, config, now: new Date() }, unused)).toMatchObject({
    reason: 'method_unavailable',
  });
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const credentials = { ...(desk.context.credentials as object), privateKey };
  expect(
    await fortumo.test?.({ ...desk.context, credentials, now: new Date() }, unused),
  ).toMatchObject({ reason: 'invalid_credentials' });
});
