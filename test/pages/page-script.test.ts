import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pollDelay } from '#functions/pages/checkout/script/poll-delay.ts';
import { withNews } from '#functions/pages/checkout/script/with-news.ts';
import { orderStateSchema } from '#shared/domain/orders/order.ts';
import { aStartedView, aView } from '#test/pages/a-view.ts';

const asking = { asked: 0, failed: 0, leftMillis: 600_000 };
const waiting = aStartedView({ kind: 'qr', content: 'weixin://pay' });
const delivery = { cards: [{ id: 'card_1', value: 'AAAA' }], content: null };

describe('the page asks for the order', () => {
  it('every second while a payment is waited for, and slows down to five', () => {
    const delays = Array.from({ length: 30 }, (_, asked) =>
      pollDelay(waiting, { ...asking, asked }),
    );
    expect(delays[0]).toBe(1_000);
    expect(delays.at(-1)).toBe(5_000);
    expect(delays).toEqual([...delays].sort((a, b) => Number(a) - Number(b)));
  });

  it('when its time is over, however long the pause would be', () => {
    for (const view of [aView(), waiting])
      expect(pollDelay(view, { ...asking, asked: 20, leftMillis: 1_500 })).toBe(2_000);
  });

  it('for money that may come late, but not for an order that nobody has tried to pay', () => {
    expect(pollDelay({ ...waiting, state: 'expired' }, asking)).toBe(30_000);
    expect(pollDelay(aView({ state: 'expired' }), asking)).toBeUndefined();
  });

  it('never again once it is over', () => {
    for (const state of ['delivered', 'cancelled', 'refunded', 'needs_review'] as const)
      expect(pollDelay(aView({ state }), asking)).toBeUndefined();
  });

  it('with pauses between half a second and half a minute, whatever happened', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...orderStateSchema.options),
        fc.boolean(),
        fc.nat(1_000),
        fc.nat(1_000),
        fc.integer({ min: -1e9, max: 1e9 }),
        (state, isStarted, asked, failed, leftMillis) => {
          const view = { ...(isStarted ? waiting : aView()), state };
          const delay = pollDelay(view, { asked, failed, leftMillis });
          if (delay !== undefined) {
            expect(delay).toBeGreaterThanOrEqual(500);
            expect(delay).toBeLessThanOrEqual(30_000);
          }
        },
      ),
    );
  });
});

describe('news of the order', () => {
  const page = { view: waiting, language: 'en', token: 'tok' } as const;

  it('leave alone what the buyer typed and chose, and take the hand-over back', () => {
    const before = { ...page, typed: { phone: '+86' }, chosen: 'alipay', go: true } as const;
    const { go, ...kept } = before;
    expect(go).toBe(true);
    expect(withNews(before, { view: waiting, qr: undefined })).toEqual({ ...kept, qr: undefined });
  });

  it('end a message only when something happened', () => {
    const before = { ...page, problem: 'concurrent_change', why: 'because' } as const;
    expect(withNews(before, { view: waiting })).toMatchObject({ problem: 'concurrent_change' });
    const paid = { ...waiting, state: 'paid' } as const;
    const after = withNews(before, { view: paid });
    expect(after.problem).toBeUndefined();
    expect(after.why).toBeUndefined();
  });

  it('leave the ways to pay in their places while nothing happens, and take a new list', () => {
    const view = aView({ methods: ['alipay', 'wechat_pay'], leading_method: 'alipay' });
    const before = { ...page, view };
    const reordered = { ...view, methods: ['wechat_pay', 'alipay'], leading_method: null } as const;
    const shown = (now: Partial<typeof view>) =>
      withNews(before, {
        view: { ...view, ...reordered, ...now, methods: [...(now.methods ?? reordered.methods)] },
      }).view;
    expect(shown({})).toMatchObject({ methods: view.methods, leading_method: 'alipay' });
    expect(shown({ methods: ['wechat_pay'] }).methods).toEqual(['wechat_pay']);
    const failed = { ...waiting.attempt, state: 'failed' } as typeof waiting.attempt;
    expect(shown({ attempt: failed }).methods).toEqual(reordered.methods);
  });

  it('show cards that have just come, and leave those covered that were there', () => {
    const view = { ...waiting, state: 'delivered', delivery } as const;
    expect(withNews(page, { view }).revealed).toBe(true);
    const covered = { ...page, view, revealed: false };
    expect(withNews(covered, { view }).revealed).toBe(false);
  });
});
