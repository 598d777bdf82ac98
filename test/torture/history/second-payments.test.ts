import { describe, expect, it } from 'vitest';
import { DEFAULT_PAYMENT_POLICIES } from '#shared/domain/policies/payment-policies.ts';
import { refundsOf } from './support/provider-side.ts';
import { wrongsOf } from './support/stored.ts';
import type { Story } from './support/story.ts';
import { inAnyOrder, type StoryOptions, sell } from './support/tell.ts';

describe('T13: who goes from one way to pay to another is served by the first that is paid', () => {
  const bothWays = async (
    pays: (story: Story, first: Attempted, second: Attempted) => Promise<void>,
    options: StoryOptions = {},
  ) => {
    const attempts: Attempted[] = [];
    const sold = await sell(async (story, sale) => {
      // The second way's provider cannot close a payment: both can be paid.
      attempts.push(await story.start(sale, 'alipay'), await story.start(sale, 'wechat_pay'));
      const [first, second] = attempts;
      if (first && second) await pays(story, first, second);
    }, options);
    const back = attempts.map((attempt) => refundsOf(sold.world, attempt));
    return { ...sold, attempts, back };
  };
  type Attempted = Awaited<ReturnType<Story['start']>>;

  it('the way that was left behind still delivers, checked with its own account’s key', async () => {
    const { after, attempts } = await bothWays(async (story, first) => {
      story.pay(first);
      expect((await story.notify(first))?.body).toBe('got it');
    });
    expect(after.order).toMatchObject({ state: 'delivered', paidAttemptId: attempts[0]?.id });
  });

  it('a second payment goes back whole, once, and is told', async () => {
    const { world, after, back } = await bothWays(async (story, first, second) => {
      story.pay(first);
      story.pay(second);
      await story.notify(first);
      await story.notify(second);
      await story.notify(second);
    });
    expect(after.order.state).toBe('delivered');
    expect(after.refunds).toMatchObject([{ state: 'succeeded', cause: 'duplicate_payment' }]);
    expect(back).toEqual([[], [1_000]]);
    expect(await wrongsOf(world)).toEqual([]);
  });

  it('both at the same moment, 150 times: one buys the card and the other goes back', async () => {
    const kept = [0, 0];
    for (let seed = 1; seed <= 150; seed += 1) {
      const { world, after, back } = await bothWays(
        async (story, first, second) => {
          story.pay(first);
          story.pay(second);
          await Promise.all([story.notify(second), story.notify(first)]);
        },
        { choices: inAnyOrder(seed), setting: { policies: DEFAULT_PAYMENT_POLICIES } },
      );
      expect(after.order.state, `seed ${seed}`).toBe('delivered');
      expect(
        back.toSorted((a, b) => a.length - b.length),
        `seed ${seed}`,
      ).toEqual([[], [1_000]]);
      expect(await wrongsOf(world), `seed ${seed}`).toEqual([]);
      const winner = back[0]?.length === 0 ? 0 : 1;
      kept[winner] = (kept[winner] ?? 0) + 1;
    }
    for (const times of kept) expect(times).toBeGreaterThan(10);
  });
});
