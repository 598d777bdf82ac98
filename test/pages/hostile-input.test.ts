import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCheckout } from '#functions/pages/checkout/render-checkout.tsx';
import { chooseLanguage } from '#functions/pages/language.ts';
import { aStartedView, aView } from '#test/pages/a-view.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.webUrl({ withQueryParameters: true }),
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    'javascript:alert(1)',
    '</style><script>',
    '0; url=javascript:alert(1)',
    '<!--',
  ),
);

const nextAction = fc.oneof(
  fc.record({ kind: fc.constant('redirect' as const), url: text }),
  fc.record({ kind: fc.constant('qr' as const), content: text }),
  fc.record({
    kind: fc.constant('form' as const),
    action: text,
    method: fc.constantFrom('GET' as const, 'POST' as const),
    fields: fc.dictionary(text, text, { maxKeys: 3 }),
  }),
  fc.record({
    kind: fc.constant('address' as const),
    address: text,
    network: text,
    amount: text,
  }),
);

/** Tags the page may have, with the attributes that lead somewhere. */
const TAG = /<(\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/g;
const OURS = new Set(
  'html head meta title link style body header main footer div p a img section h1 h2 h3 ol ul li dl dt dd code time form button span input svg path details summary'.split(
    ' ',
  ),
);

const foreignTags = (html: string): string[] =>
  [...html.matchAll(/<(?!!doctype)\/?([^\s/>]*)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !OURS.has(name));

const targets = (html: string): string[] =>
  [...html.matchAll(TAG)].flatMap(([, , attributes = '']) => [
    ...[...attributes.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, target = '']) => target),
    ...[...attributes.matchAll(/content="\d+; url=([^"]*)"/g)].map(([, target = '']) => target),
  ]);

describe('whatever a merchant, a card or a provider says', () => {
  it('stays text: the page has only tags of ours and leads only to pages and wallets', () => {
    fc.assert(
      fc.property(text, text, nextAction, fc.boolean(), (name, card, action, go) => {
        const shop = {
          ...aView().shop,
          name,
          logo_url: card,
          terms_url: card,
          support_url: name,
          support_email: card,
        };
        for (const view of [
          aStartedView(action, { product_name: name, return_url: card, shop }),
          aView({
            shop,
            state: 'delivered',
            product_name: name,
            return_url: card,
            delivery: { cards: [{ id: name, value: card }], content: card },
          }),
        ]) {
          const { body, headers } = renderCheckout({
            view,
            language: 'en',
            token: name,
            go,
            typed: { contact: card },
          });
          expect(headers['content-security-policy']).toMatch(
            /; img-src data:( https:\/\/[a-z0-9.-]+(:\d+)?)?; /,
          );
          expect(foreignTags(body)).toEqual([]);
          for (const target of targets(body)) {
            expect(target).toMatch(
              /^(https?:\/\/|\/checkout\/|\/lookup\?|mailto:|data:,|alipays?:|weixin:|wxp:|mqqapi:|upwallet:)/,
            );
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is read as some language', () => {
    fc.assert(
      fc.property(fc.option(text, { nil: undefined }), text, (chosen, accepted) => {
        expect(['zh', 'en']).toContain(chooseLanguage(chosen, accepted));
      }),
    );
  });
});
