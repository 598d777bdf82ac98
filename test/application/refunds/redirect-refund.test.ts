import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundOutcome } from '#shared/application/ports/channel-port.ts';
import { redirectRefund } from '#shared/application/refunds/redirect-refund.ts';
import type { RefundReceiver } from '#shared/domain/refunds/refund-receiver.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aQueuedRefund } from './a-queued-refund.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const NOT_TAKEN: RefundOutcome = {
  kind: 'unknown',
  detail: "the buyer's bank did not take it",
  personActs: true,
};
const RECEIVER: RefundReceiver = {
  kind: 'buyer',
  bank: 'ICBC_DEBIT',
  account: '6222020000000000000',
  name: '张三',
};

const aRefusedRefund = async ({ redirects = true } = {}) => {
  const given = await aQueuedRefund(dynamo, { repeatably: true, redirects });
  given.answers(NOT_TAKEN);
  await given.till.work();
  const { till, order, refundId } = given;
  const redirect = (receiver: RefundReceiver = RECEIVER) =>
    redirectRefund(
      { ...till.deps, registry: till.provider.registry, sealer: till.deps.sealer },
      { tenant: order.tenant, refundId, receiver, reason: 'the card was cancelled', actor: 'Li' },
    );
  return { ...given, redirect };
};

describe("a refund that the buyer's bank did not take", () => {
  it('asks a person at once, and its provider again and again: they may finish it there', async () => {
    const { till, read, answers } = await aRefusedRefund();
    expect(await read()).toMatchObject({
      order: { review: { reason: 'refund_unknown' } },
      refund: { state: 'unknown', detail: NOT_TAKEN.detail },
    });
    await till.workUntil(later(600));
    const { order } = await read();
    expect(order.timeline.filter(({ what }) => what === 'refund_unknown')).toHaveLength(1);
    answers({ kind: 'succeeded' });
    await till.workUntil(later(86_400));
    expect(await read()).toMatchObject({
      order: { state: 'refunded' },
      refund: { state: 'succeeded' },
    });
    expect((await read()).order.review).toBeUndefined();
  });

  it('goes where a person says; the account is sealed, and forgotten once the provider has it', async () => {
    const { till, read, answers, asked, redirect } = await aRefusedRefund();
    answers({ kind: 'pending' });
    await redirect();
    const recorded = await read();
    expect(recorded.refund).toMatchObject({ state: 'unknown', askedCount: 0 });
    expect(recorded.refund.receiver).toBeDefined();
    expect(recorded.order.timeline.at(-1)).toMatchObject({
      what: 'refund_redirected',
      actor: 'Li',
      detail: 'to another account of the buyer: the card was cancelled',
    });
    await till.work();
    expect(asked().at(-1)?.receiver).toEqual(RECEIVER);
    expect((await read()).refund).toMatchObject({ state: 'submitted' });
    expect((await read()).refund.receiver).toBeUndefined();
    answers({ kind: 'succeeded' });
    await till.workUntil(later(600));
    expect(asked().at(-1)?.receiver).toBeUndefined();
    expect(await read()).toMatchObject({
      order: { state: 'refunded' },
      refund: { state: 'succeeded' },
    });
  });

  it('is sent there again when the answer gets lost', async () => {
    const { till, answers, asked, redirect } = await aRefusedRefund();
    answers({ kind: 'unknown', detail: 'time-out' }, { kind: 'pending' });
    await redirect({ kind: 'merchant' });
    await till.workUntil(later(60));
    expect(asked().filter(({ receiver }) => receiver?.kind === 'merchant')).toHaveLength(2);
  });

  it('asks again, once, when it can not go there either', async () => {
    const { till, read, redirect } = await aRefusedRefund();
    const askedOfPeople = async () =>
      (await read()).order.timeline.filter(({ what }) => what === 'refund_unknown').length;
    await redirect();
    await till.work();
    expect(await askedOfPeople()).toBe(2);
    await till.workUntil(later(600));
    expect(await askedOfPeople()).toBe(2);
  });

  it('goes nowhere else at a provider that pays back to where money came from only', async () => {
    const { redirect, read } = await aRefusedRefund({ redirects: false });
    await expect(redirect()).rejects.toMatchObject({ code: 'state_conflict' });
    expect((await read()).refund.receiver).toBeUndefined();
  });

  it('goes nowhere else once it succeeded', async () => {
    const { till, answers, redirect } = await aRefusedRefund();
    answers({ kind: 'succeeded' });
    await till.workUntil(later(600));
    await expect(redirect()).rejects.toMatchObject({ code: 'state_conflict' });
  });
});
