import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payCheckout } from '#functions/pages/checkout/pay-checkout.ts';
import { renderCheckout } from '#functions/pages/checkout/render-checkout.tsx';
import { showCheckout } from '#functions/pages/checkout/show-checkout.ts';
import { submitLookup } from '#functions/pages/checkout/submit-lookup.ts';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import { LANGUAGES, type Language } from '#functions/pages/language.ts';
import { pageHeaders } from '#functions/pages/page-headers.ts';
import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi, type HttpReply } from '#test/support/http-call.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aTill, type Till } from '../application/support/a-till.ts';
import { aView } from './a-view.ts';

const TOKEN = 't-secret';
const { shop: plainShop } = aView();

const render = (changes: Partial<CheckoutView>, language: Language = 'en') =>
  renderCheckout({ view: aView(changes), language, token: TOKEN });
const withShop = (changes: Partial<CheckoutView['shop']>, language?: Language) =>
  render({ shop: { ...plainShop, ...changes } }, language);

const policyOf = ({ headers }: { headers: Record<string, string> }): string =>
  headers['content-security-policy'] ?? '';

describe('the shop’s look', () => {
  it('is its name alone when it has set nothing, and nothing when not even that is known', () => {
    const { body } = render({});
    expect(body).toContain('<p class="shop"><span>灯笼游戏</span></p>');
    expect(body).not.toContain('<img');
    expect(withShop({ name: null }).body).not.toContain('class="shop"');
  });

  it('escapes a name that would be markup', () => {
    const { body } = withShop({ name: '<img src=x onerror=alert(1)>' });
    expect(body).toContain('&lt;img src=x onerror=alert(1)>');
  });

  it('shows a logo from its own host, which alone is let in', () => {
    const reply = withShop({ logo_url: 'https://cdn.shop.example:8443/a b.png?x="1"' });
    expect(reply.body).toMatch(/<img src="https:\/\/cdn\.shop\.example:8443\/[^"]*" alt/);
    expect(policyOf(reply)).toContain('img-src data: https://cdn.shop.example:8443;');
    expect(policyOf(render({}))).toContain('img-src data:;');
  });

  it('shows a logo that is part of the page without letting in any host', () => {
    const reply = withShop({ logo_url: 'data:image/png;base64,iVBORw0KGgo=' });
    expect(reply.body).toContain('src="data:image/png;base64,iVBORw0KGgo="');
    expect(policyOf(reply)).toContain('img-src data:;');
  });

  it('has the shop’s colour in a style sheet that the policy admits, for light and dark', () => {
    const reply = withShop({ accent: '#ffcc00' });
    const style = /<style>(.*)<\/style>/s.exec(String(reply.body))?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policyOf(reply)).toContain(`style-src 'sha256-${hash}'`);
    expect(style).toMatch(
      /:root\{--accent:#[0-9a-f]{6};--on-accent:#ffffff\}\n@media \(prefers-color-scheme:dark\)\{:root\{--accent:#ffcc00;--on-accent:#111418\}\}\n$/,
    );
  });

  it.each(LANGUAGES)('leads to terms, help and the lookup of this shop, in %s', (language) => {
    const words = DICTIONARIES[language];
    const { body } = withShop(
      {
        terms_url: 'https://shop.example/terms',
        support_url: 'https://shop.example/help',
        support_email: 'help@shop.example',
      },
      language,
    );
    expect(body).toContain(`href="https://shop.example/terms"`);
    expect(body).toContain(`>${words.terms}</a>`);
    expect(body).toContain(`>${words.support}</a>`);
    expect(body).toContain('href="mailto:help@shop.example"');
    expect(body).toContain(
      `href="/lookup?merchant=mer_01jd3kqv8ye4xr7p9z2m5c6t7g&amp;lang=${language}">${words.findOrder}</a>`,
    );
  });

  it('leads to no address that a browser would not simply open', () => {
    const { body } = withShop({
      terms_url: 'javascript:alert(1)',
      support_url: 'data:text/html,x',
    });
    expect(body).not.toMatch(/javascript:|data:text/);
  });

  it('lets no odd origin into the policy', () => {
    const images = ["https://a;script-src 'unsafe-inline'", 'https://a,b', '*', 'http://a.example'];
    expect(pageHeaders({ style: '', images })['content-security-policy']).toContain(
      'img-src data:;',
    );
  });
});

describe('the contact field', () => {
  const words = DICTIONARIES.en;

  it('is there when the shop asks, and not otherwise', () => {
    const required = render({ contact: { asked: 'required', given: false } }).body;
    expect(required).toMatch(/<input name="contact"[^>]* required/);
    const optional = render({ contact: { asked: 'optional', given: false } }).body;
    expect(optional).toContain(words.optionally(words.contact));
    expect(optional).not.toMatch(/<input name="contact"[^>]* required/);
    expect(render({ contact: { asked: 'off', given: false } }).body).not.toContain(
      'name="contact"',
    );
  });

  it('may be left empty once a contact was given', () => {
    const { body } = render({ contact: { asked: 'required', given: true } });
    expect(body).toContain(words.contactGiven);
    expect(body).not.toMatch(/<input name="contact"[^>]* required/);
  });
});

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

describe('a buyer without scripts whom the shop asks for a contact', () => {
  const words = DICTIONARIES.en;
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  let till: Till;
  let order: Order;
  let path: string;
  let browser: ReturnType<typeof anApi>;
  const open = async (capabilities: object = {}): Promise<void> => {
    till = aTill(dynamo, { capabilities });
    till.setLook({ contact: 'required' });
    const checkout = await till.checkout(await till.sells({ cards: 1 }));
    order = checkout.order;
    path = `/checkout/${checkout.token}`;
    const deps = { ...till.deps, stopwatch: NO_STOPWATCH };
    browser = anApi([showCheckout(deps), payCheckout(deps), submitLookup(deps)]);
  };
  beforeEach(() => open());

  const pay = (fields: Record<string, string>): Promise<HttpReply> =>
    browser({
      method: 'POST',
      path: `${path}/pay`,
      headers: FORM,
      body: new URLSearchParams({ method: 'alipay', ...fields }).toString(),
    });

  it('pays, and finds the order with it again', async () => {
    const reply = await pay({ contact: ' +86 138-0013-8000 ' });
    expect([reply.status, reply.headers.location]).toEqual([303, `${path}?lang=en&go=1`]);
    const { merchantId, mode } = order.tenant;
    const found = await browser({
      method: 'POST',
      path: '/lookup',
      query: `merchant=${merchantId}&mode=${mode}`,
      headers: FORM,
      body: new URLSearchParams({ order: order.id, contact: '+86 13800138000' }).toString(),
    });
    expect([found.status, found.text.includes(order.id)]).toEqual([200, true]);
  });

  it.each(['', '   '])('is asked for it when it is missing (%j)', async (contact) => {
    const sent = await pay({ contact });
    expect(sent.headers.location).toBe(`${path}?lang=en&problem=missing_contact`);
    const reply = await browser({ method: 'GET', path, query: 'lang=en&problem=missing_contact' });
    expect(reply.text).toContain(words.problems.missing_contact);
    expect(reply.text).toMatch(/<input name="contact"[^>]* aria-invalid="true"/);
    expect(till.provider.asked).toEqual([]);
  });

  it('keeps what was typed when it is no contact, in the form and in no address', async () => {
    const reply = await pay({ contact: 'me "& you"' });
    expect(reply.text).toContain(words.problems.invalid_contact);
    expect(reply.text).toContain('value="me &quot;&amp; you&quot;"');
    expect(reply.headers.location).toBeUndefined();
    expect(reply.status).toBe(422);
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  it('keeps everything when something else is wrong, and stays with the chosen method', async () => {
    await open({ needsPhone: true });
    const wrong = await pay({ contact: 'buyer@example.com', phone: '13800138000' });
    expect(wrong.text).toContain(words.problems.invalid_phone);
    expect(wrong.text).toContain('value="buyer@example.com"');
    expect(wrong.text).toContain('value="13800138000"');
    const missing = await pay({ contact: 'buyer@example.com' });
    expect(missing.text).toContain(words.problems.missing_phone);
    expect(missing.text).toContain('value="buyer@example.com"');
    expect(missing.text).toContain('<input type="hidden" name="method" value="alipay"/>');
  });
});
