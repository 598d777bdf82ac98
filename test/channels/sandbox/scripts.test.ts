import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sandbox } from '#shared/channels/sandbox/index.ts';
import { SCRIPTS } from '#shared/channels/sandbox/scripts.ts';
import { money } from '#shared/domain/money/money.ts';
import { contextOf, createRequestOf, paymentOf } from '#test/channels/conformance/contexts.ts';

const subject = {
  name: 'sandbox',
  channel: sandbox,
  config: { account: 'my shop' },
  credentials: { key: 'a-secret-of-the-developer' },
} as unknown as Parameters<typeof contextOf>[0];

test('the README tells every amount as it is', () => {
  const readme = readFileSync('shared/channels/sandbox/README.md', 'utf8');
  const rows = [...readme.matchAll(/^\| (\d\d) \| (.+) \|$/gm)].map(([, digits, tells]) => [
    Number(digits),
    tells?.trim(),
  ]);
  expect(rows).toEqual(
    Object.entries(SCRIPTS).map(([digits, { tells }]) => [Number(digits), tells]),
  );
});

test('in live mode nothing is taken', async () => {
  expect(
    await sandbox.create(contextOf(subject, { mode: 'live' }), createRequestOf(subject)),
  ).toMatchObject({ kind: 'did_not_happen', reason: 'method_unavailable' });
});

test.each([
  [64, 1063n],
  [65, 1066n],
])('an amount that ends in %i is paid wrongly', async (digits, minor) => {
  const payment = { ...paymentOf(subject), amount: money('CNY', 1000 + digits) };
  expect(await sandbox.query(contextOf(subject), payment)).toMatchObject({
    status: 'succeeded',
    amount: { minor },
  });
});

test('one that comes late is paid half a minute after its end, and not before', async () => {
  const payment = { ...paymentOf(subject), amount: money('CNY', 1063) };
  const at = (seconds: number) =>
    sandbox.query(
      contextOf(subject, { now: new Date(payment.expiresAt.getTime() + seconds * 1000) }),
      payment,
    );
  expect(await at(29)).toMatchObject({ status: 'pending' });
  expect(await at(30)).toMatchObject({ status: 'succeeded' });
});

test('a step that was taken stays taken', async () => {
  const payment = { ...paymentOf(subject), amount: money('CNY', 1041), kept: 'step_taken' };
  expect(await sandbox.query(contextOf(subject), payment)).toMatchObject({ status: 'succeeded' });
});
