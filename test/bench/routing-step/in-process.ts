import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { routingGuidance } from '#functions/wiring/routing-guidance.ts';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import { cachedChannels } from '#shared/adapters/dynamodb/cached-channels.ts';
import { dynamoChannelStore } from '#shared/adapters/dynamodb/channel-store.ts';
import { dynamoLearningStore } from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import { dynamoRuleStore } from '#shared/adapters/dynamodb/rule-store.ts';
import { learnFrom } from '#shared/application/routing/learn.ts';
import { noteRouting } from '#shared/application/routing/note-routing.ts';
import { routePayment } from '#shared/application/routing/route-payment.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { money } from '#shared/domain/money/money.ts';
import { EXAMPLE_RULES } from '#shared/domain/routing/rules/example-rules.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aChannel, aTenant } from '#test/support/builders.ts';
import { startDynamo } from '#test/support/dynamo.ts';
import type { Step } from './rows.ts';

const CHANNELS = 8;
const CALLS = 5_000;
const WARM_UP = 300;
const CALLS_A_SECOND = 200;

/**
 * The routing step of a payment in a warm process: accounts, rules, settings, snapshot and weights from the emulator
 * through the caches of production, then the decision and what is noted of it. At a steady pace, so that the caches run
 * out as they do in production; some calls therefore read, most do not.
 */
export const stepsInProcess = async (
  progress: (line: string) => void,
): Promise<readonly Step[]> => {
  const dynamo = await startDynamo();
  try {
    Object.assign(process.env, dynamo.environment);
    const { step, reads } = await prepare(dynamo);
    const steps: Step[] = [];
    for (let call = 0; call < WARM_UP + CALLS; call += 1) {
      const before = reads();
      const start = performance.now();
      await step(call);
      const millis = performance.now() - start;
      if (call >= WARM_UP) steps.push({ millis, loaded: reads() > before ? ['tables'] : [] });
      await pause(1_000 / CALLS_A_SECOND);
      if (call % 1_000 === 0) progress(`${call} of ${WARM_UP + CALLS} calls`);
    }
    return steps;
  } finally {
    await dynamo.stop();
  }
};

const prepare = async (dynamo: Awaited<ReturnType<typeof startDynamo>>) => {
  const tenant = aTenant();
  const table = { documents: dynamo.documents, tableName: dynamo.tables.channels };
  const store = dynamoChannelStore(table);
  const channels = Array.from({ length: CHANNELS }, (_, index) =>
    aChannel(tenant, {
      provider: 'epay',
      methods: ['alipay', 'wechat_pay'],
      // At night the example rules take no other.
      tags: ['strict'],
      fee: { rateBasisPoints: 40 + 10 * index, fixedMinor: 0 },
    }),
  );
  for (const channel of channels) await store.create(channel);
  const from = await dynamoRuleStore(table).readPointer(tenant);
  await dynamoRuleStore(table).movePointer(tenant, {
    from,
    to: { latest: 1, active: 1 },
    added: {
      version: 1,
      set: { time_zone: 'Asia/Shanghai', rules: [...EXAMPLE_RULES] },
      createdAt: new Date().toISOString(),
      createdBy: 'bench',
    },
  });
  await learnFrom(
    {
      learning: dynamoLearningStore(table),
      ruleHits: dynamoRuleHits(table),
      shares: dynamoPriorStore(table),
      habits: dynamoBuyerHabits(table),
      runtime: systemRuntime,
      kept: new Map(),
    },
    tenant,
    channels.map(({ id }, index) => ({
      kind: 'started',
      at: Date.now() - 1_000 + index,
      attemptId: `att_${index}`,
      channelId: id,
      provider: 'epay',
      p: 0.8,
      priorLogit: 0.8,
      context: {
        amountMinor: 990,
        currency: 'CNY',
        method: 'alipay',
        device: 'mobile',
        region: '',
        issuer: '',
        hour: 12,
        riskLevel: 'low',
        returningBuyer: false,
        preferredChannelId: undefined,
      },
    })),
  );
  let count = 0;
  const counting = new Proxy(dynamo.documents, {
    get: (target, name) => {
      if (name !== 'send') return Reflect.get(target, name);
      return (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
        count += 1;
        return target.send(command);
      };
    },
  });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const deps = {
    channels: cachedChannels(dynamoChannelStore({ ...table, documents: counting })),
    guidance: routingGuidance(counting, log),
    registry: channelRegistry,
    runtime: systemRuntime,
  };
  const step = async (call: number): Promise<void> => {
    const now = new Date();
    const routed = await routePayment(deps, tenant, {
      amount: money('CNY', 100 + (call % 900) * 37),
      method: call % 2 === 0 ? 'alipay' : 'wechat_pay',
      device: 'mobile',
      now,
      expiresAt: new Date(now.getTime() + 900_000),
      triedChannelIds: [],
      failedUpstreams: [],
    });
    const [first] = routed.order;
    if (first === undefined) throw new Error('no channel may take the payment');
    noteRouting(routed, first);
  };
  return { step, reads: () => count };
};
