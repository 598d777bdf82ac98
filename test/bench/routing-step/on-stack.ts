import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { epay } from '#infra/local/providers/epay/simulation.ts';
import { startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { startLocalStack } from '#infra/local/start-local-stack.ts';
import { channelHealth } from '#shared/contract/api/channel-health.ts';
import { createAttempt } from '#shared/contract/api/checkout.ts';
import { createOrder } from '#shared/contract/api/orders.ts';
import { openStepShop, type StepShop } from './open-shops.ts';
import { readSteps } from './read-steps.ts';
import type { Step } from './rows.ts';

const GATEWAYS = 8;
const SHOPS = 4;
/** Each shop's payments before anything counts: the function is warm and the learner has results by then. */
const WARM_UP = 40;
const PAYMENTS = 1_600;
const PAYMENTS_A_SECOND = 16;
const LEARNED_WITHIN_MILLIS = 20_000;
/** The log is written a moment after the reply. */
const LOG_DELAY_MILLIS = 200;

/**
 * One buyer after the other at four shops of eight channels, through HTTP. The caches of each shop run out every two
 * seconds, so that a part of the payments reads. The first requests, the cold start among them, are not counted.
 */
export const stepsOnStack = async (progress: (line: string) => void): Promise<readonly Step[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'arteria-step-'));
  const stack = await startLocalStack({ directory, fresh: true, seed: false });
  const gateways = await Promise.all(
    Array.from({ length: GATEWAYS }, () => startSimulator(epay, { retrySeconds: [1, 2, 4] })),
  );
  try {
    const stackFile = join(directory, 'stack.json');
    const cards = WARM_UP + Math.ceil(PAYMENTS / SHOPS) + 1;
    const shops: StepShop[] = [];
    for (let shop = 0; shop < SHOPS; shop += 1) {
      shops.push(await openStepShop({ stack, stackFile, gateways, cards }));
    }
    const functionLog = join(directory, 'logs', 'functions.log');
    await payAtAll(shops, WARM_UP * SHOPS, progress);
    await learned(shops);
    progress('cold start and first payments are over and not counted; the function is warm');
    const before = (await readSteps(functionLog)).length;
    await payAtAll(shops, PAYMENTS, progress);
    await pause(LOG_DELAY_MILLIS);
    const steps = (await readSteps(functionLog)).slice(before);
    if (steps.length !== PAYMENTS) {
      throw new Error(`${PAYMENTS} payments, and the function's log has ${steps.length} of them`);
    }
    return steps;
  } finally {
    await stack.stop();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await rm(directory, { recursive: true, force: true });
  }
};

const payAtAll = async (
  shops: readonly StepShop[],
  payments: number,
  progress: (line: string) => void,
): Promise<void> => {
  const startedAt = performance.now();
  for (let payment = 0; payment < payments; payment += 1) {
    const shop = shops[payment % shops.length];
    if (shop) await pay(shop, payment);
    if (payment % 400 === 0) progress(`${payment} of ${payments} payments`);
    const dueAt = startedAt + ((payment + 1) * 1_000) / PAYMENTS_A_SECOND;
    await pause(Math.max(0, dueAt - performance.now()));
  }
};

/** One buyer; the gateway pays by itself a moment later. */
const pay = async ({ client, productId }: StepShop, payment: number): Promise<void> => {
  const order = await client.call(createOrder, {
    body: { product: productId, contact: `buyer-${payment}@example.com` },
  });
  const token = new URL(order.checkout_url).pathname.split('/').at(-1) ?? '';
  await client.call(createAttempt, {
    params: { token },
    body: { method: payment % 3 === 0 ? 'wechat_pay' : 'alipay', device: 'mobile' },
  });
};

/** Waits until the learner has paid results of every shop: without them routing would have less to do. */
const learned = async (shops: readonly StepShop[]): Promise<void> => {
  const until = Date.now() + LEARNED_WITHIN_MILLIS;
  for (const { client } of shops) {
    for (;;) {
      const { data } = await client.call(channelHealth, {});
      const paid = data.flatMap(({ success }) => success?.methods ?? []).some((it) => it.paid > 0);
      if (paid) break;
      if (Date.now() > until) throw new Error('nothing was learned from the first payments');
      await pause(500);
    }
  }
};
