import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import { until } from '#test/local/support/until.ts';
import { aStartedView, aView } from '#test/pages/a-view.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { type PageAnswers, type ServedPage, servePage } from './support/serve-page.ts';
import { useCheckout } from './support/use-checkout.ts';

/** Waits for a buyer for as long as a test runs, by the clock of the browser. */
const now = () => ({
  now: new Date().toISOString(),
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
});
const undecided = (changes: Partial<CheckoutView> = {}): CheckoutView =>
  aView({ ...now(), ...changes });
const alipayLeads = () => undecided({ leading_method: 'alipay' });
const QR = { kind: 'qr', content: 'https://qr.example/1' } as const;

describeInBrowser('a page whose answers come when they come', ({ demo, visitor }) => {
  let served: ServedPage[] = [];
  afterEach(async () => {
    await Promise.all(served.map(({ stop }) => stop()));
    served = [];
  });

  const aPage = async (answers: PageAnswers, prepare?: () => void) => {
    const page = await servePage(demo, answers);
    served.push(page);
    const somebody = await visitor({ baseURL: page.baseUrl });
    const tab = await somebody.tab();
    if (prepare) await tab.addInitScript(prepare);
    const checkout = useCheckout(tab);
    await checkout.open(page.path);
    return { page, tab, checkout, somebody };
  };

  it('loses no tap to a payment that began by itself', async () => {
    let view = alipayLeads();
    let answerFirst = (): void => undefined;
    const { page, checkout } = await aPage({
      view: () => view,
      submit: async (fields) => {
        if (fields.has('by_itself')) {
          await new Promise<void>((resolve) => {
            answerFirst = resolve;
          });
          return {};
        }
        const attempt = aStartedView(QR).attempt;
        view = undecided({ attempt: attempt && { ...attempt, method: 'wechat_pay' } });
        return { go: true };
      },
    });
    await until('a payment begins', () => page.forms[0]);
    await checkout.method('wechat_pay').click();
    await checkout.payTitle('wechat_pay').waitFor();
    answerFirst();
    expect(page.forms.map((fields) => [fields.get('method'), fields.has('by_itself')])).toEqual([
      ['alipay', true],
      ['wechat_pay', false],
    ]);
  });

  it('takes a tap on the method that began by itself for a tap', async () => {
    let answerFirst = (): void => undefined;
    const { page, checkout } = await aPage({
      view: alipayLeads,
      submit: async (fields) => {
        if (fields.has('by_itself'))
          await new Promise<void>((resolve) => {
            answerFirst = resolve;
          });
        return {};
      },
    });
    await until('a payment begins', () => page.forms[0]);
    await checkout.method('alipay').click();
    answerFirst();
    const tap = await until('the tap is sent', () => page.forms[1]);
    expect(Object.fromEntries(tap)).toMatchObject({ method: 'alipay' });
    expect(tap.has('by_itself')).toBe(false);
  });

  it('says nothing and stays where it is when what began by itself is refused', async () => {
    for (const status of [403, 429, 409]) {
      const { page, tab } = await aPage({ view: alipayLeads, submit: () => status });
      await until('a payment begins', () => page.forms[0]);
      await until('the answer is drawn', async () =>
        (await tab.locator('form[aria-busy]').count()) === 0 ? true : undefined,
      );
      await tab.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
      );
      expect(await tab.getByRole('alert').count()).toBe(0);
      expect([page.loads(), page.forms.length]).toEqual([1, 1]);
    }
  });

  it('sends the form of a payment that began by itself, or in another tab', async () => {
    const arrived: string[] = [];
    const gateway = createServer((request, response) => {
      arrived.push(request.url ?? '');
      response.end('the gateway');
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const action = `http://localhost:${(gateway.address() as AddressInfo).port}/pay`;
    // A name that hides the form's own way to send itself.
    const form = { kind: 'form', action, method: 'POST', fields: { submit: '1' } } as const;
    let view = alipayLeads();
    const { tab, checkout } = await aPage({
      view: () => view,
      submit: () => {
        view = aStartedView(form, now());
        return {};
      },
    });
    await checkout.goOn('alipay');
    await tab.getByText('the gateway').waitFor();
    expect(arrived).toContain('/pay');
    await new Promise((resolve) => gateway.close(resolve));
  });

  it('is the same in a browser of five years ago', async () => {
    const { page, checkout } = await aPage(
      {
        view: () =>
          undecided({ return_url: 'https://shop.example/', leading_method: null, mode: 'test' }),
        submit: () => ({}),
      },
      () => {
        const lacks: readonly (readonly [object, string])[] = [
          [URL, 'canParse'],
          [SubmitEvent.prototype, 'submitter'],
          [Object, 'hasOwn'],
          [Array.prototype, 'at'],
          [Array.prototype, 'findLast'],
          [Array.prototype, 'toSorted'],
          [String.prototype, 'replaceAll'],
          [AbortSignal, 'timeout'],
          [window, 'structuredClone'],
          [window, 'requestIdleCallback'],
        ];
        for (const [owner, name] of lacks) Reflect.deleteProperty(owner, name);
      },
    );
    await checkout.method('wechat_pay').click();
    const tap = await until('the tap is sent', () => page.forms[0]);
    expect(tap.get('method')).toBe('wechat_pay');
    expect(page.loads()).toBe(1);
  });

  it('no longer says that there is no connection once there is an answer', async () => {
    const { tab, checkout, somebody } = await aPage({ view: undecided, submit: () => ({}) });
    await tab.route('**/pay?*', (route) => route.abort('internetdisconnected'));
    await checkout.method('wechat_pay').click();
    await checkout.text(checkout.words.offline).waitFor();
    await tab.evaluate(() => dispatchEvent(new Event('focus')));
    await checkout.text(checkout.words.offline).waitFor({ state: 'detached' });
    // That the tap did not get through is what this is about.
    const others = somebody.problems().filter((each) => !each.includes('INTERNET_DISCONNECTED'));
    expect(others).toEqual([]);
  });
});
