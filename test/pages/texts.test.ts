import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { qrPath } from '#functions/pages/checkout/qr-path.ts';
import { amountDue } from '#functions/pages/checkout/view/amount-due.ts';
import { amountText } from '#functions/pages/checkout/view/amount-text.ts';
import { deadlineText } from '#functions/pages/checkout/view/deadline-text.ts';
import { methodInText, methodName } from '#functions/pages/checkout/view/page.ts';
import { walletLink, webLink } from '#functions/pages/checkout/view/safe-link.ts';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import { OTHER_PAGES } from '#functions/pages/checkout/words/other-pages.ts';
import { chooseLanguage, LANGUAGES } from '#functions/pages/language.ts';
import { paymentMethodSchema } from '#shared/domain/channels/channel.ts';

import { aStartedView } from '#test/pages/a-view.ts';

describe('the language', () => {
  it.each([
    ['en', 'zh-CN', 'en'],
    ['zh', 'en', 'zh'],
    ['fr', 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [undefined, 'en;q=0.5, zh-TW;q=0.7', 'zh'],
    [undefined, 'fr, de;q=0.9', 'en'],
    [undefined, 'fr, zh;q=0', 'en'],
    [undefined, ';;,=,q', 'en'],
    [undefined, undefined, 'en'],
  ])('chosen %s, accepted %s: %s', (chosen, accepted, language) => {
    expect(chooseLanguage(chosen, accepted)).toBe(language);
  });

  it('has no text that was left empty or untranslated', () => {
    const leaves = (texts: object): string[] =>
      Object.values(texts).flatMap((text) =>
        typeof text === 'object'
          ? leaves(text)
          : [typeof text === 'function' ? text('1', '2') : text],
      );
    const [en, zh] = (['en', 'zh'] as const).map((language) => [
      ...leaves(DICTIONARIES[language]),
      ...leaves(OTHER_PAGES[language]),
    ]) as [string[], string[]];
    expect(zh).toHaveLength(en.length);
    for (const [index, text] of zh.entries()) {
      expect(text).not.toBe('');
      expect(text).not.toBe(en[index]);
    }
  });
});

describe('a method’s name', () => {
  const texts = paymentMethodSchema.options.flatMap((method) =>
    LANGUAGES.flatMap((language) => {
      const { payTitle, goOn, goingOn, scan, openInApp } = DICTIONARIES[language];
      return [payTitle, goOn, goingOn, scan, openInApp].map(
        (text) => [language, text(methodInText(method, language))] as const,
      );
    }),
  );

  it.each(texts)('reads right within a sentence (%s: %s)', (_language, text) => {
    expect(text).not.toMatch(/支付支付|付款付款|支付付款|付款支付/);
    expect(text).not.toMatch(/ (Card|Carrier|Online)\b/);
    expect(text).not.toMatch(/\b(to|in) (card|carrier billing|online banking)\b.*…/);
  });

  it('begins a line with a capital', () => {
    for (const method of paymentMethodSchema.options)
      expect(methodName(method, 'en')).toMatch(/^[A-Z]/);
  });
});

describe('the texts of the buyer’s pages', () => {
  const folder = new URL('../../functions/pages/checkout/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('words'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');

  it.each([...Object.keys(DICTIONARIES.en), ...Object.keys(OTHER_PAGES.en)])(
    'are shown somewhere: %s',
    (text) => {
      expect(sources).toMatch(new RegExp(`\\.${text}\\b`));
    },
  );
});

describe('an amount', () => {
  it.each([
    [990, 'CNY', 'zh', '¥9.90'],
    [990, 'CNY', 'en', 'CN¥9.90'],
    [1, 'USD', 'en', '$0.01'],
    [500, 'JPY', 'en', '¥500'],
    [12_345_678, 'USDT', 'en', '12.345678 USDT'],
    [5_000_000, 'USDT', 'zh', '5.00 USDT'],
    [Number.MAX_SAFE_INTEGER, 'USD', 'en', '$90,071,992,547,409.91'],
  ] as const)('%i minor units of %s read in %s: %s', (minor, currency, language, text) => {
    expect(amountText(minor, currency, language)).toBe(text);
  });
});

describe('a deadline', () => {
  const deadline = (expiresAt: string, language: 'zh' | 'en') =>
    deadlineText({
      expiresAt,
      now: new Date('2026-05-01T12:00:00.000Z'),
      language,
      words: DICTIONARIES[language],
    });

  it('names the day when it is hours away', () => {
    expect(deadline('2026-05-02T11:30:00.000Z', 'en')).toBe(
      'Please pay within 23 hours (until May 2, 11:30 UTC).',
    );
    expect(deadline('2026-05-02T11:30:00.000Z', 'zh')).toBe(
      '请在 23 小时内完成支付（北京时间 5月2日 19:30前）。',
    );
  });

  it('never promises a minute that the buyer has not', () => {
    expect(deadline('2026-05-01T12:01:59.900Z', 'en')).toContain('1 minute ');
    expect(deadline('2026-05-01T12:00:59.900Z', 'en')).toContain('59 seconds ');
    expect(deadline('2026-05-01T11:00:00.000Z', 'en')).toContain('0 seconds ');
  });
});

describe('a provider’s address', () => {
  it.each([
    ['https://pay.example/a b?x="1"', 'https://pay.example/a%20b?x=%221%22'],
    ['http://pay.example', 'http://pay.example/'],
    ['weixin://wxpay/bizpayurl?pr=1', undefined],
    ['javascript:alert(1)', undefined],
    [' java\nscript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['//pay.example', undefined],
    ['', undefined],
  ])('%j as a web link: %s', (text, link) => {
    expect(webLink(text)).toBe(link);
  });

  it('may open a wallet, and nothing else beside web pages', () => {
    expect(walletLink('weixin://wxpay/bizpayurl?pr=1')).toBe('weixin://wxpay/bizpayurl?pr=1');
    expect(walletLink('alipays://platformapi/startapp')).toBeDefined();
    expect(walletLink('intent://x#Intent;end')).toBeUndefined();
    expect(walletLink('file:///etc/passwd')).toBeUndefined();
  });
});

describe('a QR code', () => {
  it('has its quiet zone of four modules and all three finder patterns', () => {
    const qr = qrPath('https://qr.alipay.com/abc');
    const far = (qr?.size ?? 0) - 4 - 7;
    for (const [x, y] of [
      [4, 4],
      [far, 4],
      [4, far],
    ]) {
      expect(qr?.path).toContain(`M${x} ${y}h7v1h-7z`);
    }
    expect(qr?.path).not.toMatch(/M[0-3] /);
  });

  it('is refused for a text that does not fit', () => {
    expect(qrPath('x'.repeat(2_331))).toBeDefined();
    expect(qrPath('x'.repeat(2_332))).toBeUndefined();
    expect(qrPath('月'.repeat(800))).toBeUndefined();
  });
});

describe('what is still to be sent to an address', () => {
  const due = (amount: string, paid: number | null, currency: 'USDT' | 'CNY' = 'USDT') => {
    const view = aStartedView({ kind: 'address', address: 'T1', network: 'TRON', amount });
    if (!view.attempt) throw new Error('a started view has an attempt');
    return amountDue(
      { view: { ...view, currency, attempt: { ...view.attempt, paid_amount: paid } } },
      amount,
    );
  };

  it.each([
    ['12.5', null, '12.5'],
    ['12.5', 0, '12.5'],
    ['12.500000', 5_000_001, '7.499999'],
    ['12.5', 5_000_000, '7.500000'],
    ['12', 11_999_999, '0.000001'],
    // It is all there: what happens next is the server's to say.
    ['12', 12_000_000, '12'],
  ])('of %s, when %s millionths have come, is %s', (amount, paid, rest) => {
    expect(due(amount, paid)).toBe(rest);
  });

  it('is all of it where a gateway takes a coin for an order in another currency', () => {
    expect(due('12.5', 500, 'CNY')).toBe('12.5');
  });
});
