import { expect, it } from 'vitest';
import { BUDGET } from './first-view/budget.ts';
import { measureFirstView } from './first-view/measure-first-view.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { orderSomething } from './support/order-something.ts';

describeInBrowser('the first view', ({ demo, visitor }) => {
  it.each(['zh', 'en'] as const)(
    'costs at most 16 KB of script, 24 KB on the wire and one request before paint (%s)',
    async (language) => {
      const purchase = await orderSomething(demo, { price: 990 });
      const page = await (await visitor()).tab();
      const view = await measureFirstView(page, `${purchase.path}?lang=${language}`);
      // Nothing in these figures may be there because nothing was seen.
      expect(view.documentBytes).toBeGreaterThan(1_000);
      expect(view.scriptBytes).toBeGreaterThan(1_000);
      expect(view.scriptBytes).toBeLessThanOrEqual(BUDGET.scriptBytes);
      expect(view.wireBytes).toBeLessThanOrEqual(BUDGET.wireBytes);
      expect(view.requestsBeforePaint).toBeLessThanOrEqual(BUDGET.requestsBeforePaint);
    },
  );
});
