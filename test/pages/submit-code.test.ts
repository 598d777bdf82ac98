import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { showCheckout } from '#functions/pages/checkout/show-checkout.ts';
import { submitCode } from '#functions/pages/checkout/submit-code.ts';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import { OTHER_PAGES } from '#functions/pages/checkout/words/other-pages.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi, type HttpReply } from '#test/support/http-call.ts';
import { aCodePayment } from '../application/support/a-code-payment.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const words = DICTIONARIES.en;
const others = OTHER_PAGES.en;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let given: Awaited<ReturnType<typeof aCodePayment>>;
let path: string;
let browser: ReturnType<typeof anApi>;
beforeEach(async () => {
  given = await aCodePayment(dynamo);
  path = `/checkout/${given.token}`;
  browser = anApi([showCheckout(given.deps), submitCode(given.deps)]);
});

const submit = (
  fields: Record<string, string>,
  { lang = 'en', attempt = given.attempt.id } = {},
): Promise<HttpReply> =>
  browser({
    method: 'POST',
    path: `${path}/code`,
    query: `lang=${lang}`,
    headers: FORM,
    body: new URLSearchParams({ attempt, ...fields }).toString(),
  });

const follow = ({ headers }: HttpReply): Promise<HttpReply> => {
  const { pathname, search } = new URL(headers.location ?? '', 'https://pay.example.com');
  return browser({ method: 'GET', path: pathname, query: search.slice(1) });
};

describe('a buyer who was sent a code', () => {
  it('sees a form for it, which no refresh takes away', async () => {
    const { text } = await browser({ method: 'GET', path });
    expect(text).toContain(words.codeSentTo('138****8000'));
    expect(text).toContain(`<form method="post" action="${path}/code?lang=en">`);
    expect(text).toContain(`<input type="hidden" name="attempt" value="${given.attempt.id}"`);
    expect(text).toMatch(
      /<input name="code" inputmode="numeric" autocomplete="one-time-code"[^>]* required/,
    );
    expect(text).toMatch(/<button [^>]*name="resend" value="1" formnovalidate/);
    expect(text).toContain('http-equiv="refresh" content="840"');
  });

  it('types it and reads the cards', async () => {
    given.till.provider.setProceed(given.paid);
    const reply = await submit({ code: ' 493027' });
    expect([reply.status, reply.headers.location]).toEqual([303, `${path}?lang=en`]);
    expect((await follow(reply)).text).toContain(words.deliveredTitle);
  });

  it('types a wrong one, reads why in their language, and types again', async () => {
    given.till.provider.setProceed(given.wrong);
    const page = await follow(await submit({ code: '000000' }, { lang: 'zh' }));
    expect(page.text).toContain(FAILURES.authentication_failed.buyer.zh);
    expect(page.text).toContain('name="code"');
  });

  it('types five wrong ones, and is offered the same way and others', async () => {
    given.till.provider.setProceed(given.wrong);
    for (let time = 0; time < 5; time += 1) await submit({ code: '000000' });
    const page = await follow(await submit({ code: '493027' }));
    expect(page.text).toContain(words.problems.code_too_often);
    expect(page.text).toContain(words.noCodesLeft);
    expect(page.text).not.toContain('name="code"');
    expect(page.text).toContain('name="method" value="alipay"');
  });

  it('asks for another one, but not at once again', async () => {
    const { next, till } = given;
    till.provider.setProceed({ ...next, nextAction: { ...next.nextAction, canResend: true } });
    const sent = await submit({ code: '', resend: '1' });
    expect(sent.headers.location).toBe(`${path}?lang=en`);
    const again = await submit({ code: '', resend: '1' });
    expect((await follow(again)).text).toContain(words.problems.code_too_soon);
    till.setNow(later(90));
    till.provider.setProceed(next);
    expect((await follow(await submit({ resend: '1' }))).text).not.toContain('name="resend"');
  });

  it('who gets no answer sees the page look again by itself', async () => {
    given.till.provider.setProceed({ kind: 'unknown', detail: 'time-out' });
    const page = await follow(await submit({ code: '493027' }));
    expect(page.text).toContain(words.problems.code_unanswered);
    expect(page.text).toContain(`content="3; url=${path}?lang=en"`);
  });

  it.each(['', '1', '<script>', '12345678901234567890'])(
    'who types %j is asked for it',
    async (code) => {
      const page = await follow(await submit({ code }));
      expect(page.text).toContain(words.problems.invalid_code);
      expect(given.till.provider.askedToProceed).toEqual([]);
    },
  );

  it('who comes too late reads that the order expired', async () => {
    given.till.provider.setProceed(given.paid);
    given.till.setNow(later(901));
    const page = await follow(await submit({ code: '493027' }));
    expect(page.text).toContain(words.expiredTitle);
    expect(given.till.provider.askedToProceed).toEqual([]);
  });
});

describe('a form that names nothing of the order’s', () => {
  it('leads nowhere', async () => {
    for (const attempt of ['', 'att_x', '<script>']) {
      const reply = await submit({ code: '493027' }, { attempt });
      expect(reply.status).toBe(404);
      expect(reply.text).toContain(others.notFoundTitle);
    }
  });
});
