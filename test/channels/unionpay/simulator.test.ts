import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { unionpay as simulated } from '#infra/local/providers/unionpay/simulation.ts';
import type {
  CreateRequest,
  PaymentReference,
  PaymentStep,
  ProceedOutcome,
} from '#shared/application/ports/channel-port.ts';
import type { UnionpayContext } from '#shared/channels/unionpay/config.ts';
import { unionpay } from '#shared/channels/unionpay/index.ts';
import { unbind } from '#shared/channels/unionpay/unbind.ts';
import { money } from '#shared/domain/money/money.ts';
import { type ChannelDesk, referenceTo, refundTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages, describeSales } from '#test/channels/support/simulator-cases.ts';

const simulation = await openSimulation(unionpay, simulated);
const { simulator, deskAt } = simulation;
const [GATEWAY, TOKEN, BY_KEY] = [0, 1, 2] as const;

/** The buyer's browser takes the form to UnionPay, which shows its page. */
const submit = async (desk: ChannelDesk, request: CreateRequest): Promise<string> => {
  const outcome = await unionpay.create(desk.context, request);
  if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'form') throw new Error('no form');
  const { action, fields } = outcome.nextAction;
  const page = await fetch(action, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  return page.headers.get('location') ?? (await page.text());
};

const start = async (desk: ChannelDesk, change: Partial<CreateRequest> = {}) => {
  const started = await desk.start(change);
  expect(await submit(desk, started.request)).toContain('/buyer/');
  return started;
};

const paid = async (desk: ChannelDesk): Promise<PaymentReference> => {
  const { request, payment } = await start(desk);
  simulator.pay(request.orderNumber);
  const told = await unionpay.query(desk.context, payment);
  if (told.kind !== 'found') throw new Error(told.detail);
  return { ...payment, providerReference: told.providerReference ?? '' };
};

describe.each([
  ['by certificate', GATEWAY],
  ['by key', BY_KEY],
])('online banking, %s', (name, at) => {
  const desk = deskAt(at);
  const subject = {
    name,
    simulation,
    desk,
    start: (change?: Partial<CreateRequest>) => start(desk, change),
    createsWithoutCall: true,
  };
  describeSales(subject);
  describeOutages(subject);

  test('the bank that the buyer chose takes the payment', async () => {
    const { request } = await start(desk, { bank: 'ICBC' });
    expect(simulator.payment(request.orderNumber)?.method).toBe('gateway ICBC');
  });

  test('a part and the rest are paid back once each, never more than was paid', async () => {
    const payment = await paid(desk);
    const { orderNumber } = payment;
    const part = refundTo(payment, { refundAmount: money('CNY', 400) });
    expect(await unionpay.refund?.(desk.context, part)).toMatchObject({ kind: 'pending' });
    expect(await unionpay.refund?.(desk.context, part)).toMatchObject({ kind: 'succeeded' });
    await desk.told({ kind: 'refund', refundId: `ref_${part.refundNumber}` });
    const rest = refundTo(payment, {}, 2);
    const tooMuch = { ...rest, refundCreatedAt: new Date(Date.now() - 3_600_000) };
    expect(
      await unionpay.refund?.(desk.context, { ...tooMuch, refundAmount: money('CNY', 601) }),
    ).toMatchObject({ kind: 'did_not_happen' });
    expect(
      await unionpay.refund?.(desk.context, { ...rest, refundAmount: money('CNY', 600) }),
    ).toMatchObject({ kind: 'pending' });
    expect(simulator.payment(orderNumber)?.refunds.map(({ minor }) => minor)).toEqual([400, 600]);
  });
});

describe('online banking', () => {
  test('the same form again is the same payment; a form that was changed is none', async () => {
    const desk = deskAt(GATEWAY);
    const request = desk.request();
    const page = await submit(desk, request);
    expect(await submit(desk, request)).toBe(page);
    const outcome = await unionpay.create(desk.context, request);
    if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'form') throw new Error();
    const { action, fields } = outcome.nextAction;
    const body = new URLSearchParams({ ...fields, txnAmt: '1' });
    expect(await (await fetch(action, { method: 'POST', body })).text()).toContain('respCode=11');
  });

  test('a declined card leaves the payment open until its time is over', async () => {
    const desk = deskAt(GATEWAY);
    const { request, payment } = await start(desk);
    simulator.decline(request.orderNumber);
    expect(await unionpay.query(desk.context, payment)).toMatchObject({ status: 'pending' });
    const over = { ...payment, expiresAt: new Date(Date.now() - 600_000) };
    expect(await unionpay.query(desk.context, over)).toMatchObject({
      status: 'failed',
      failureReason: 'insufficient_funds',
    });
  });

  test('all of a payment on its day is voided, and refunded when it cannot be', async () => {
    const desk = deskAt(GATEWAY);
    const payment = await paid(desk);
    const all = refundTo(payment);
    expect(await unionpay.refund?.(desk.context, all)).toMatchObject({ kind: 'pending' });
    expect(await unionpay.refund?.(desk.context, all)).toMatchObject({ kind: 'succeeded' });
    const numbers = () =>
      simulator.payment(payment.orderNumber)?.refunds.map(({ number }) => number);
    expect(numbers()).toEqual([`${all.refundNumber}void`]);
    await desk.told({ kind: 'refund', refundId: `ref_${all.refundNumber}` });
    simulator.behave({ habits: { voidsClosed: true } });
    const other = await paid(desk);
    const later = refundTo(other);
    const young = await unionpay.refund?.(desk.context, later);
    expect(young?.kind).toBe('unknown');
    const hour = { ...desk.context, now: new Date(Date.now() + 3_600_000) };
    expect(await unionpay.refund?.(hour, later)).toMatchObject({ kind: 'pending' });
    expect(simulator.payment(other.orderNumber)?.refunds).toMatchObject([
      { number: later.refundNumber },
    ]);
  });

  test('a refund in work is pending; one that timed out is found, and made once', async () => {
    const desk = deskAt(BY_KEY);
    const payment = await paid(desk);
    simulator.behave({ refundsStayPending: true, createStatusAfterAccepting: 502 });
    const refund = refundTo(payment);
    expect((await unionpay.refund?.(desk.context, refund))?.kind).toBe('unknown');
    expect((await unionpay.refund?.(desk.context, refund))?.kind).toBe('pending');
    await simulation.settleRefunds(payment.orderNumber);
    expect((await unionpay.refund?.(desk.context, refund))?.kind).toBe('succeeded');
    expect(simulator.payment(payment.orderNumber)?.refunds).toHaveLength(1);
  });

  test('a notification for another shop is refused, and a reply of somebody else not believed', async () => {
    const desk = deskAt(GATEWAY);
    const payment = await paid(desk);
    simulator.behave({ wrongMerchant: simulator.addMerchant().id });
    await simulator.notify(payment.orderNumber);
    expect(desk.outcomes.at(-1)).toMatchObject({ reason: 'wrong_account' });
    simulator.behave({ wrongMerchant: null, habits: { badReplySignature: true } });
    expect(await unionpay.query(desk.context, payment)).toMatchObject({ kind: 'unknown' });
  });

  test('a day’s statement is a zip with the lines of what was settled', async () => {
    const desk = deskAt(GATEWAY);
    const payment = await paid(desk);
    const day = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
    const tomorrow = { ...desk.context, now: new Date(Date.now() + 2 * 86_400_000) };
    const fetchFile = () => unionpay.statement?.(tomorrow, { kind: 'trade', day });
    expect((await fetchFile())?.kind).toBe('no_file');
    simulator.behave({ habits: { filesOfToday: true } });
    const file = await fetchFile();
    if (file?.kind !== 'file') throw new Error(file?.detail);
    const { name, content } = unzipped(Buffer.from(file.bytes));
    expect(name).toMatch(/^INN\d{6}88ZM_\d{15}$/);
    const line = content.split('\r\n').find((one) => one.includes(payment.orderNumber)) ?? '';
    // 41 fields, each followed by a space.
    expect(line).toHaveLength(608);
    expect(line.slice(112, 144).trim()).toBe(payment.orderNumber);
    expect(line.slice(66, 78)).toBe('000000001000');
    simulator.behave({ habits: { filesOfToday: true, filesCutShort: true } });
    expect((await fetchFile())?.kind).toBe('unknown');
  });
});

/** The only file of an archive. */
const unzipped = (zip: Buffer): { name: string; content: string } => {
  const method = zip.readUInt16LE(8);
  const nameLength = zip.readUInt16LE(26);
  const start = 30 + nameLength + zip.readUInt16LE(28);
  const packed = zip.subarray(start, start + zip.readUInt32LE(18));
  return {
    name: zip.subarray(30, 30 + nameLength).toString(),
    content: (method === 0 ? packed : inflateRawSync(packed)).toString('latin1'),
  };
};

describe('quick pay by token', () => {
  const desk = deskAt(TOKEN);

  /** The buyer opens a card, and what the payment is known by afterwards. */
  const opened = async () => {
    const { request } = await start(desk);
    simulator.pay(`${request.orderNumber}open`);
    await desk.told({ attemptId: `att_${request.orderNumber}`, isHint: true });
    return request;
  };

  const take = async (
    request: CreateRequest,
    step: PaymentStep,
    { kept, context = desk.context }: { kept?: string | undefined; context?: object } = {},
  ): Promise<ProceedOutcome> => {
    const payment = { ...request, ...referenceTo(request, kept === undefined ? {} : { kept }) };
    const outcome = await unionpay.proceed?.(context as ChannelDesk['context'], payment, step);
    if (!outcome) throw new Error('no step');
    return outcome;
  };

  const withCode = async () => {
    const request = await opened();
    const next = await take(request, { kind: 'approved' });
    expect(next).toMatchObject({ kind: 'next', nextAction: { kind: 'enter_code' } });
    return { request, kept: (next.kind === 'next' && next.kept) || '' };
  };

  const codeOf = ({ orderNumber }: CreateRequest): PaymentStep => ({
    kind: 'code',
    code: String(simulator.payment(orderNumber)?.extra.code),
  });

  test('a sale: opened, code sent, charged, announced, paid back', async () => {
    const { request, kept } = await withCode();
    expect(await unionpay.query(desk.context, referenceTo(request, { kept }))).toMatchObject({
      kind: 'not_found',
    });
    const charged = await take(request, codeOf(request), { kept });
    expect(charged).toMatchObject({ kind: 'found', status: 'succeeded', amount: request.amount });
    await desk.told({
      attemptId: `att_${request.orderNumber}`,
      status: 'succeeded',
      amount: request.amount,
    });
    expect(await take(request, codeOf(request), { kept })).toMatchObject({ status: 'succeeded' });
    const providerReference = (charged.kind === 'found' && charged.providerReference) || '';
    const refund = refundTo(referenceTo(request, { kept, providerReference }));
    expect(await unionpay.refund?.(desk.context, refund)).toMatchObject({ kind: 'pending' });
    expect(await unionpay.refund?.(desk.context, refund)).toMatchObject({ kind: 'succeeded' });
  });

  test('nothing is to be had before the card is open', async () => {
    const { request, payment } = await start(desk);
    expect((await unionpay.query(desk.context, payment)).kind).toBe('not_found');
    const back = await take(request, { kind: 'returned', query: {}, form: {} });
    expect(back).toMatchObject({ kind: 'found', status: 'pending' });
  });

  test('a wrong code uses its charge up; the next code is for another', async () => {
    const { request, kept } = await withCode();
    const wrong = { kind: 'code', code: '1234' } as const;
    expect(await take(request, wrong, { kept })).toMatchObject({
      kind: 'not_accepted',
      reason: 'authentication_failed',
    });
    const context = { ...desk.context, now: new Date(Date.now() + 40_000) };
    const next = await take(request, { kind: 'resend_code' }, { kept, context });
    const newer = (next.kind === 'next' && next.kept) || '';
    expect(newer).not.toBe(kept);
    expect(await take(request, codeOf(request), { kept: newer })).toMatchObject({
      status: 'succeeded',
    });
    expect(simulator.books().orders.filter((one) => one.number === request.orderNumber)).toEqual([
      expect.objectContaining({ state: 'paid', paidMinor: 1000 }),
    ]);
  });

  test('a wrong code that leaves no trace can be typed again at once', async () => {
    simulator.behave({ habits: { wrongCodeLeavesNoTrace: true } });
    const { request, kept } = await withCode();
    const wrong = await take(request, { kind: 'code', code: '1234' }, { kept });
    expect(wrong).toMatchObject({ kind: 'not_accepted', reason: 'authentication_failed' });
    expect(await take(request, codeOf(request), { kept })).toMatchObject({ status: 'succeeded' });
  });

  test('a charge whose answer was lost is found, and made once', async () => {
    const { request, kept } = await withCode();
    simulator.behave({ createStatusAfterAccepting: 502 });
    expect(await take(request, codeOf(request), { kept })).toMatchObject({
      kind: 'found',
      status: 'succeeded',
    });
    const again = await unionpay.query(desk.context, referenceTo(request, { kept }));
    expect(again).toMatchObject({ status: 'succeeded', amount: request.amount });
  });

  test('a declined charge fails, and a card without codes cannot pay', async () => {
    const { request, kept } = await withCode();
    simulator.behave({ habits: { declineChargesWith: '64' } });
    expect(await take(request, codeOf(request), { kept })).toMatchObject({
      kind: 'found',
      status: 'failed',
      failureReason: 'insufficient_funds',
    });
    simulator.behave({ habits: { smsRefusedWith: '79' } });
    expect(await take(await opened(), { kind: 'approved' })).toMatchObject({
      kind: 'found',
      status: 'failed',
    });
  });

  test('an ended token pays nothing more', async () => {
    const { request, kept } = await withCode();
    const { token } = JSON.parse(kept) as { token: string };
    const context = desk.context as unknown as UnionpayContext;
    const number = `unbind${request.orderNumber.slice(0, 20)}`;
    expect(await unbind(context, { token, number })).toEqual({ kind: 'unbound' });
    expect((await unbind(context, { token, number })).kind).toBe('refused');
    expect(await take(request, codeOf(request), { kept })).toMatchObject({
      kind: 'not_accepted',
      reason: 'instrument_expired',
    });
  });
});
