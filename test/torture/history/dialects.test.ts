import { expect, it } from 'vitest';
import { md5Of } from '#infra/local/providers/epay/signature.ts';
import {
  type Carrier,
  KEY,
  MERCHANT,
  PLATFORM,
  signedByGateway,
} from '#test/channels/support/epay-wire.ts';
import { anEpayTill } from './support/an-epay-till.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';

const till = anEpayTill(tablesInMemory());

it('T23: signed "waiting" first, and as often as it likes, does not use up the "success" that follows', async () => {
  const product = await till.sellsByEpay({ cards: 1 });
  const { order, attempt } = await till.buys(product);
  const words = [
    ...Array(5).fill('WAIT_BUYER_PAY'),
    'TRADE_SUCCESS',
    'WAIT_BUYER_PAY',
    'TRADE_CLOSED',
  ];
  const states: string[] = [];
  for (const word of words) {
    // One trade number, one order number: nothing but the status tells these messages apart.
    expect((await till.confirm(attempt, { trade_status: word })).body).toBe('success');
    await till.settled();
    states.push((await till.load(order)).order.state);
  }
  expect(states).toEqual([...Array(5).fill('awaiting_payment'), ...Array(3).fill('delivered')]);
  const effects = (await till.traces(order)).map(({ notification, effect }) => [
    notification.providerStatus,
    effect,
  ]);
  expect(effects).toHaveLength(words.length);
  expect(effects.filter(([, effect]) => effect === 'applied')).toContainEqual([
    'TRADE_SUCCESS',
    'applied',
  ]);
});

it('T24: empty fields are not part of the signature, "0" is, and what the merchant is told is complete', async () => {
  const product = await till.sellsByEpay({ cards: 4 });
  const signedWithout = async (empty: Record<string, string>) => {
    const { order, attempt } = await till.buys(product);
    const { sign: _sign, sign_type: _type, ...fields } = till.report(attempt);
    const sign = md5Of(fields, KEY);
    const { body } = await till.notify(attempt.channelId, { ...fields, ...empty, sign });
    await till.settled();
    return { body, state: (await till.load(order)).order.state, order, attempt };
  };
  expect(await signedWithout({ param: '', buyer: '', block_transaction_id: '' })).toMatchObject({
    body: 'success',
    state: 'delivered',
  });
  expect(await signedWithout({ param: '0' })).toMatchObject({
    body: 'fail',
    state: 'awaiting_payment',
  });
  const { order, attempt } = await signedWithout({});
  for (const { data } of await till.announced(order))
    expect(data).toMatchObject({
      paid_attempt: attempt.id,
      paid_at: expect.any(String),
      amount: 990,
    });
  expect((await till.load(order)).attempts).toMatchObject([
    { providerReference: expect.stringMatching(/^T/) },
  ]);
});

const WAYS: [Carrier, 'v1' | 'v2'][] = [
  ['GET', 'v1'],
  ['POST form', 'v1'],
  ['POST JSON', 'v1'],
  ['GET', 'v2'],
  ['POST form', 'v2'],
  ['POST JSON', 'v2'],
];

it('T28: one notification is read alike as GET, as a posted form and as posted JSON, in both protocols', async () => {
  for (const [carrier, protocol] of WAYS) {
    const product = await till.sells({ cards: 1 });
    till.opens(
      product.tenant,
      {},
      {
        config: { protocol },
        secrets: {
          merchantPrivateKey: MERCHANT.privateKey,
          platformPublicKey: PLATFORM.publicKey,
        },
      },
    );
    const { order, attempt } = await till.buys(product);
    const {
      sign: _sign,
      sign_type: _type,
      ...fields
    } = till.report(attempt, { name: '会员 30 天' });
    const answer = await till.notify(attempt.channelId, signedByGateway(fields, protocol), carrier);
    await till.settled();
    const way = `${carrier}, ${protocol}`;
    expect(answer, way).toMatchObject({ status: 200, body: 'success' });
    expect((await till.load(order)).order.state, way).toBe('delivered');
    const [trace] = await till.traces(order);
    expect(trace?.notification, way).toMatchObject({ status: 'succeeded', amount: order.amount });
  }
});
