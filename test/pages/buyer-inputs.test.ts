import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payCheckout } from '#functions/pages/checkout/pay-checkout.ts';
import { showCheckout } from '#functions/pages/checkout/show-checkout.ts';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi, type HttpReply } from '#test/support/http-call.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aTill, type Till } from '../application/support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const words = DICTIONARIES.en;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const BANKS = [
  { code: 'ICBC', name: { en: 'ICBC', zh: '工商银行' } },
  { code: 'X"><script>', name: { en: '<b>Bank</b>', zh: '银行' } },
];

let till: Till;
let path: string;
let browser: ReturnType<typeof anApi>;
const open = async (capabilities: object): Promise<void> => {
  till = aTill(dynamo, { capabilities });
  const { token } = await till.checkout(await till.sells({ cards: 1 }));
  path = `/checkout/${token}`;
  const deps = { ...till.deps, stopwatch: NO_STOPWATCH };
  browser = anApi([showCheckout(deps), payCheckout(deps)]);
};
beforeEach(() => open({ needsPhone: true, banks: BANKS, methods: ['alipay'] }));

const show = (query: string): Promise<HttpReply> => browser({ method: 'GET', path, query });
const pay = (fields: Record<string, string>): Promise<HttpReply> =>
  browser({
    method: 'POST',
    path: `${path}/pay`,
    headers: FORM,
    body: new URLSearchParams({ method: 'alipay', ...fields }).toString(),
  });
/** What the buyer sees in the end. */
const shown = async (reply: HttpReply): Promise<HttpReply> => {
  const { location } = reply.headers;
  return location === undefined
    ? reply
    : show(new URL(location, 'https://pay.example.com').search.slice(1));
};

describe('a method that asks for something', () => {
  it('leads from the list to a form for it', async () => {
    const { text } = await show('lang=en');
    expect(text).toContain(`<a class="method of-alipay" href="${path}?lang=en&amp;method=alipay"`);
    expect(text).not.toContain('name="method" value="alipay"');
  });

  it('shows a phone field and its banks, and stands still', async () => {
    const { text } = await show('lang=en&method=alipay');
    expect(text).toContain(`<form method="post" action="${path}/pay?lang=en">`);
    expect(text).toMatch(/<input name="phone" type="tel" autocomplete="tel" required/);
    expect(text).toContain(`<option value>${words.anyBank}</option>`);
    expect(text).toContain('<option value="ICBC">ICBC</option>');
    expect(text).not.toContain('<script');
    expect(text).toContain(`content="900; url=${path}?lang=en"`);
    expect(text).toContain(`href="${path}?lang=zh&amp;method=alipay"`);
    expect((await show('lang=zh&method=alipay')).text).toContain('工商银行');
  });

  it('is not shown for what cannot be chosen', async () => {
    for (const method of ['wechat_pay', 'gold', '<script>'])
      expect((await show(`method=${encodeURIComponent(method)}`)).text).toContain(
        words.chooseTitle,
      );
  });
});

describe('a buyer who types a phone number', () => {
  it('pays with it, as they write it, and with the bank that they chose', async () => {
    const reply = await pay({ phone: ' +86 (138) 0013-8000 ', bank: 'ICBC' });
    expect(reply.headers.location).toBe(`${path}?lang=en&go=1`);
    expect(till.provider.asked[0]?.request).toMatchObject({
      phone: '+8613800138000',
      bank: 'ICBC',
    });
  });

  it('without choosing a bank chooses it later', async () => {
    await pay({ phone: '+8613800138000', bank: '' });
    expect(till.provider.asked[0]?.request.bank).toBeUndefined();
  });

  it.each(['13800138000', '008613800138000', 'abc', '+86'])(
    'as %j is asked for the country code, in the form, where everything typed still stands',
    async (phone) => {
      const page = await pay({ phone, bank: 'ICBC' });
      expect(page.status).toBe(422);
      expect(page.text).toContain(words.problems.invalid_phone);
      expect(/<input name="phone"[^>]* value="([^"]*)"/.exec(page.text)?.[1]).toBe(phone);
      expect(page.text).toContain('<option value="ICBC" selected>');
      expect(page.text).not.toContain('http-equiv="refresh"');
      expect(till.provider.asked).toEqual([]);
    },
  );

  it('or forgets to is asked for it', async () => {
    for (const fields of [{}, { phone: '' }, { phone: ' ' }] as Record<string, string>[]) {
      const page = await shown(await pay(fields));
      expect(page.text).toContain(words.problems.missing_phone);
      expect(page.text).toContain('name="phone"');
    }
  });

  it('with a bank that is none is asked to choose', async () => {
    for (const bank of ['CCB', 'x'.repeat(41)]) {
      const page = await shown(await pay({ phone: '+8613800138000', bank }));
      expect(page.text).toContain(words.problems.invalid_choice);
    }
    expect(till.provider.asked).toEqual([]);
  });
});

describe('a payment that is open', () => {
  it('leaves the page of another method’s form alone', async () => {
    await open({ needsPhone: true });
    await pay({ phone: '+8613800138000' });
    const { text } = await show('lang=en&method=wechat_pay');
    expect(text).toContain('name="phone"');
    expect(text).toContain(`content="900; url=${path}?lang=en"`);
  });
});
