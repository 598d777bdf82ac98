import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardsText } from '#functions/pages/checkout/cards-text.ts';
import { downloadCards } from '#functions/pages/checkout/download-cards.ts';
import { OTHER_PAGES } from '#functions/pages/checkout/words/other-pages.ts';
import { refundIdOf } from '#shared/domain/identity/ids.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill, type Till } from '../application/support/a-till.ts';
import { aBrowser, withCards } from './a-browser.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let till: Till;
let browser: ReturnType<typeof aBrowser>;
beforeEach(() => {
  till = aTill(dynamo);
  browser = aBrowser([downloadCards(withCards(till.deps))]);
});

const aPaidOrder = async () => {
  const product = await till.sells({ cards: 3, name: '视频会员\n月卡' });
  const { order, token } = await till.checkout(product, { quantity: 2 });
  await till.report(order, await till.attempt(order));
  return { order, file: `/checkout/${token}/cards.txt` };
};

describe('the file of the cards', () => {
  it('is a text of this order that every Notepad reads, each card on its line', async () => {
    const { order, file } = await aPaidOrder();
    const { headers, status, text } = await browser.open(file);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="cards-${order.id}.txt"`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const [first, second, ...cards] = text.split('\r\n');
    expect([first, second]).toEqual([`\uFEFF视频会员 月卡 ${order.id}`, '']);
    expect(cards).toEqual([
      expect.stringMatching(/^secret of card_/),
      expect.stringMatching(/^secret of card_/),
      '',
    ]);
  });

  it('has what a merchant wrote in place of cards, with line ends of Windows only', () => {
    const text = cardsText({
      product_name: 'Card',
      order: 'ord_1',
      delivery: { cards: [{ id: 'c', value: 'A\nB' }], content: 'one\r\ntwo\rthree' },
    });
    expect(text).toBe('\uFEFFCard ord_1\r\n\r\nA\r\nB\r\none\r\ntwo\r\nthree\r\n');
  });

  it('is a page that says so while there are no cards, and when they were taken back', async () => {
    const { token } = await till.checkout(await till.sells({ cards: 1 }));
    const unpaid = await browser.open(`/checkout/${token}/cards.txt`, 'lang=zh');
    const { order, file } = await aPaidOrder();
    await till.tell(order, {
      kind: 'refund_requested',
      actor: 'Li',
      reason: 'the buyer changed their mind',
      attemptId: undefined,
      amountMinor: undefined,
      cards: 'revoke',
      requestKey: undefined,
    });
    await till.tell(order, {
      kind: 'refund_reported',
      refundId: refundIdOf(order.id, 1),
      outcome: 'succeeded',
      providerReference: undefined,
      detail: undefined,
      actor: 'provider',
    });
    expect((await till.load(order)).order.reservation).toBe('revoked');
    const revoked = await browser.open(file, 'lang=zh');
    for (const reply of [unpaid, revoked]) {
      expect(reply.status).toBe(404);
      expect(reply.text).toContain(OTHER_PAGES.zh.noCardsTitle);
      expect(reply.text).not.toContain('secret of');
      expect(reply.headers['content-type']).toContain('text/html');
      expect(reply.headers).not.toHaveProperty('content-disposition');
    }
  });

  it('is nothing for a link that names no order', async () => {
    const { file } = await aPaidOrder();
    const reply = await browser.open(file.replace(/.{8}\/cards/, 'AAAAAAAA/cards'));
    expect([reply.status, reply.headers['content-type']]).toEqual([
      404,
      'text/html; charset=utf-8',
    ]);
  });
});
