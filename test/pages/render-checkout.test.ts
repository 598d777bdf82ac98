import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageState, type Remarks } from '#functions/pages/checkout/page-state.ts';
import { renderCheckout } from '#functions/pages/checkout/render-checkout.tsx';
import type { PageState } from '#functions/pages/checkout/view/page.ts';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { type OrderState, orderStateSchema } from '#shared/domain/orders/order.ts';
import { aStartedView, aView } from '#test/pages/a-view.ts';

const render = (
  view: PageState['view'],
  { language = 'en', ...remarks }: Remarks & { language?: 'en' | 'zh' } = {},
) => renderCheckout(pageState(view, language, { token: 'tok', ...remarks }));

const refreshOf = (html: string): string | undefined =>
  /http-equiv="refresh" content="([^"]*)"/.exec(html)?.[1];

const policyOf = (headers: Readonly<Record<string, string>>): string =>
  headers['content-security-policy'] ?? '';

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
const words = DICTIONARIES.en;

describe('the page of an unpaid order', () => {
  it('shows what is bought, for how much and until when', () => {
    const { body } = render(aView());
    expect(body).toContain('视频会员月卡');
    expect(body).toContain('CN¥19.80');
    expect(body).toContain('ord_01jd3kqv8ye4xr7p9z2m5c6t00');
    expect(body).toContain('Please pay within 14 minutes (until 12:14 UTC).');
  });

  it('speaks Chinese, with the amount and the clock of China', () => {
    const { body } = render(aView(), { language: 'zh' });
    expect(body).toContain('<html lang="zh-CN">');
    expect(body).toContain('¥19.80');
    expect(body).toContain('请在 14 分钟内完成支付（北京时间 20:14前）。');
    expect(body).toContain('支付宝');
  });

  it('offers every method as a button of a plain form to this site', () => {
    const { body, headers } = render(aView());
    expect(body).toContain('<form method="post" action="/checkout/tok/pay?lang=en">');
    for (const method of ['alipay', 'wechat_pay']) {
      expect(body).toContain(`type="submit" name="method" value="${method}"`);
    }
    expect(policyOf(headers)).toContain("form-action 'self';");
  });

  it('stands still while the buyer chooses, and shows itself anew when the time is over', () => {
    expect(refreshOf(render(aView()).body)).toBe('875');
  });

  it('says so when there is no way to pay, and looks again', () => {
    const { body } = render(aView({ methods: [] }));
    expect(body).toContain(words.noMethods);
    expect(refreshOf(body)).toBe('15');
  });

  it('says how much has come and how much is missing when a part of it has', () => {
    const view = aStartedView({
      kind: 'address',
      address: 'TX1',
      network: 'TRON',
      amount: '19.80',
    });
    if (!view.attempt) throw new Error('a started view has an attempt');
    const partly = { ...view, attempt: { ...view.attempt, paid_amount: 1_200 } };
    expect(render(partly).body).toContain('CN¥12.00 has arrived. CN¥7.80 is still missing');
    expect(render(partly, { language: 'zh' }).body).toContain('已收到 ¥12.00，还差 ¥7.80');
    expect(render(view).body).not.toContain('has arrived');
  });

  it('says why a tap did not work, once', () => {
    const { body } = render(aView(), { problem: 'no_channel_available' });
    expect(body).toContain(words.problems.no_channel_available);
    expect(refreshOf(body)).toBe('875; url=/checkout/tok?lang=en');
  });

  it('offers the methods again after a payment that failed', () => {
    const failed = aStartedView(null);
    const { body } = render({
      ...failed,
      attempt: failed.attempt && { ...failed.attempt, state: 'failed' },
    });
    expect(body).toContain(words.attemptFailed('Alipay', words.chooseAgain));
    expect(body).toContain('value="alipay"');
  });

  it('says in the buyer’s language why a payment failed, and marks what to try next', () => {
    const failed = aStartedView(null);
    const failure = { reason: 'declined', ...FAILURES.declined.buyer } as const;
    const view: PageState['view'] = {
      ...failed,
      suggested_method: 'wechat_pay',
      attempt: failed.attempt && { ...failed.attempt, state: 'failed', failure },
    };
    for (const language of ['en', 'zh'] as const) {
      const { body } = render(view, { language });
      expect(body).toContain(failure[language]);
      expect(body.split(DICTIONARIES[language].suggested)).toHaveLength(2);
      expect(body).not.toContain(failure[language === 'en' ? 'zh' : 'en']);
    }
  });

  it('cannot be paid when it was found without its link', () => {
    const { body } = render(aView(), { token: undefined });
    expect(body).toContain(words.lookupPayElsewhere);
    expect(body).not.toContain('<form');
    expect(refreshOf(body)).toBeUndefined();
  });
});

describe('the page of a payment that was started', () => {
  it('draws a QR code, opens the wallet, watches, and offers another way', () => {
    const { body } = render(aStartedView({ kind: 'qr', content: 'https://qr.alipay.com/abc' }));
    expect(body).toMatch(/<path fill="#000" d="M[\d\sMhvz-]+"/);
    expect(body).toContain('role="img"');
    expect(body).toContain('href="https://qr.alipay.com/abc"');
    expect(refreshOf(body)).toBe('2');
    expect(body).toContain(words.anotherWay);
    expect(body).toContain('value="wechat_pay"');
    expect(body).not.toContain('value="alipay"');
  });

  it('offers the same way again on another device than it was started for', () => {
    const started = aStartedView({ kind: 'qr', content: 'https://qr.alipay.com/abc' });
    const elsewhere = {
      ...started,
      attempt: started.attempt && { ...started.attempt, for_this_device: false },
    };
    expect(render(elsewhere).body).toContain('value="alipay"');
  });

  it('shows a QR code whose text is no link without one', () => {
    const { body } = render(aStartedView({ kind: 'qr', content: 'javascript:alert(1)' }));
    expect(body).not.toContain('javascript:');
    expect(body).toContain('<svg');
  });

  it('survives a text that no QR code can hold', () => {
    const { body } = render(aStartedView({ kind: 'qr', content: 'x'.repeat(4_000) }));
    expect(body).toContain(words.qrTooLong);
  });

  it('links to the provider, and goes there by itself right after the tap', () => {
    const view = aStartedView({ kind: 'redirect', url: 'https://provider.example/pay?a=1&b=2' });
    expect(render(view).body).toContain('href="https://provider.example/pay?a=1&amp;b=2"');
    expect(refreshOf(render(view).body)).toBe('5');
    expect(refreshOf(render(view, { go: true }).body)).toBe(
      '0; url=https://provider.example/pay?a=1&amp;b=2',
    );
  });

  it('opens no address that is not a page or a wallet', () => {
    const { body } = render(aStartedView({ kind: 'redirect', url: 'javascript:alert(1)' }), {
      go: true,
    });
    expect(body).not.toContain('javascript:');
    expect(body).toContain(words.notHere);
  });

  it('sends a gateway’s form by a button and allows what the gateway redirects to', () => {
    const { body, headers } = render(
      aStartedView({
        kind: 'form',
        action: 'https://gateway.example/submit.php',
        method: 'POST',
        fields: { pid: '1001', name: HOSTILE },
      }),
    );
    expect(body).toContain(
      '<form method="post" action="https://gateway.example/submit.php" data-gateway="true">',
    );
    expect(body).toContain('name="pid" value="1001"');
    expect(body).not.toContain('<script');
    expect(policyOf(headers)).toContain("form-action 'self' https:;");
  });

  it('makes a link of a form with GET', () => {
    const { body, headers } = render(
      aStartedView({
        kind: 'form',
        action: 'https://gateway.example/submit.php?old=1',
        method: 'GET',
        fields: { name: '月卡 & more' },
      }),
    );
    expect(body).toContain(
      'href="https://gateway.example/submit.php?name=%E6%9C%88%E5%8D%A1+%26+more"',
    );
    expect(policyOf(headers)).toContain("form-action 'self';");
  });

  it('shows where and how much to send of a coin', () => {
    const { body } = render(
      aStartedView({
        kind: 'address',
        address: 'TXabc',
        network: 'TRC20',
        amount: '1.234567 USDT',
      }),
    );
    expect(body).toContain(words.sendExactly('TRC20'));
    expect(body).toContain('<code class="value">TXabc</code>');
    expect(body).toContain('<code class="value">1.234567 USDT</code>');
  });

  it('says that it asks the provider when nobody knows yet', () => {
    const { body } = render(aStartedView(null));
    expect(body).toContain(words.asking);
    expect(refreshOf(body)).toBe('2');
  });

  it('offers another way when the provider wants a script', () => {
    const { body } = render(aStartedView({ kind: 'client_params', sdk: 'stripe', params: {} }));
    expect(body).toContain(words.notHere);
    expect(body).toContain('value="wechat_pay"');
  });
});

describe('the page of a delivered order', () => {
  const delivered = aView({
    state: 'delivered',
    delivery: {
      cards: [
        { id: 'card-1', value: 'AAAA-1111' },
        { id: 'card-2', value: HOSTILE },
      ],
      content: null,
    },
  });

  it('shows every card as it is, and never again by itself', () => {
    const { body, headers } = render(delivered);
    expect(body).toContain('AAAA-1111');
    expect(body).toContain('&quot;>&lt;script>');
    expect(refreshOf(body)).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toContain('href="https://shop.example/thanks"');
  });

  it('shows what the merchant wrote', () => {
    const { body } = render({ ...delivered, delivery: { cards: [], content: '提取码 8888' } });
    expect(body).toContain('提取码 8888');
  });
});

describe('every state', () => {
  const titles: Partial<Record<OrderState, string>> = {
    paid: words.paidTitle,
    awaiting_stock: words.awaitingStockTitle,
    expired: words.expiredTitle,
    cancelled: words.cancelledTitle,
    needs_review: words.needsReviewTitle,
    refunding: words.refundingTitle,
    refunded: words.refundedTitle,
    partially_refunded: words.partiallyRefundedTitle,
  };
  const watched: readonly OrderState[] = ['paid', 'awaiting_stock', 'refunding'];

  it.each(Object.entries(titles))(
    '%s is said in words, and nothing can be paid',
    (state, title) => {
      const { body } = render(aView({ state: state as OrderState, methods: [] }));
      expect(body).toContain(title);
      expect(body).not.toContain('<form');
      expect(refreshOf(body) !== undefined).toBe(watched.includes(state as OrderState));
    },
  );

  it.each(orderStateSchema.options)('%s has one h1, and its names are text', (state) => {
    const { body } = render(aView({ state, product_name: HOSTILE }));
    expect(body.match(/<h1/g)).toHaveLength(1);
    expect(body).not.toContain('<script');
    expect(body).not.toContain('<img');
  });

  it.each(orderStateSchema.options)(
    '%s is a page without scripts, frames or referrers',
    (state) => {
      const { body, headers } = render(aView({ state }));
      const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      expect(policyOf(headers)).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
      );
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect(body).not.toMatch(/ style=| on\w+=/);
    },
  );
});

describe('the page’s script', () => {
  const scripts = { en: '/assets/checkout.en-12345678.js', zh: '/assets/checkout.zh-12345678.js' };
  const live = (view: PageState['view'], language: 'en' | 'zh' = 'en') =>
    renderCheckout({ view, language, token: 'tok' }, { scripts });

  it('is named in the reader’s language, and admitted by a nonce that no other reply has', () => {
    const nonces = (['en', 'zh'] as const).map((language) => {
      const { body, headers } = live(aView(), language);
      const tag = /<script type="module" nonce="([^"]+)" src="([^"]+)"><\/script>/.exec(body);
      expect(tag?.[2]).toBe(scripts[language]);
      expect(body).toContain(`<style nonce="${tag?.[1]}">`);
      expect(policyOf(headers)).toBe(
        `default-src 'none'; style-src 'nonce-${tag?.[1]}'; img-src data:; form-action 'self'; script-src 'nonce-${tag?.[1]}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
      );
      return tag?.[1];
    });
    expect(nonces[0]).toMatch(/^[\w+/]{22}==$/);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('starts from what the server drew, whatever the shop’s texts look like', () => {
    const view = aView({ product_name: `</script>${HOSTILE}<!--` });
    const { body } = live(view);
    const [, data = ''] =
      /<script id="state" type="application\/json">(.*?)<\/script>/.exec(body) ?? [];
    expect(JSON.parse(data)).toEqual({ view, language: 'en', token: 'tok' });
    expect(body.match(/<script/g)).toHaveLength(2);
  });

  it('takes the place of the page’s own refresh', () => {
    const { body } = live(aStartedView({ kind: 'qr', content: 'weixin://pay' }));
    expect(body).toContain('<noscript><meta http-equiv="refresh" content="2"/></noscript>');
  });
});

describe('a return address of the shop', () => {
  it('is no link when it is not a web page', () => {
    const { body } = render(aView({ state: 'expired', return_url: 'javascript:alert(1)' }));
    expect(body).not.toContain('javascript:');
  });
});

describe('test mode', () => {
  it('is announced, and live mode is not', () => {
    expect(render(aView({ mode: 'test' })).body).toContain(words.testMode);
    expect(render(aView()).body).not.toContain(words.testMode);
  });
});
