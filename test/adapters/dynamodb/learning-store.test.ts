import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import {
  dynamoKnowledgeReader,
  dynamoLearningStore,
} from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import type { LearningStore } from '#shared/application/ports/learning-store.ts';
import { type KeptJournal, learnFrom } from '#shared/application/routing/learn.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { append, newJournal } from '#shared/domain/routing/learning/journal.ts';
import type { LearningEvent } from '#shared/domain/routing/learning/learning-event.ts';
import { passTime } from '#shared/domain/routing/learning/pass-time.ts';
import { START, someEvents } from '#test/domain/routing/learning/some-events.ts';
import { aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const table = () => ({ documents: dynamo.documents, tableName: dynamo.tables.channels });
const EVENTS = someEvents({ seed: 5, minutes: 40, perMinute: 6, channels: 3 });
const END = START + 45 * 60_000;

/** A process that learns: its own memory, the clock of the events. */
const aLearner = (learning: LearningStore, clock: { now: number }) => {
  const kept = new Map<string, KeptJournal>();
  return (tenant: Tenant, events: readonly LearningEvent[]) =>
    learnFrom(
      {
        learning,
        kept,
        ruleHits: dynamoRuleHits(table()),
        shares: dynamoPriorStore(table()),
        habits: dynamoBuyerHabits(table()),
        runtime: { now: () => new Date(clock.now) },
      },
      tenant,
      events,
    );
};

const batches = (seconds: number): LearningEvent[][] => {
  const result: LearningEvent[][] = [];
  for (const event of EVENTS) {
    const index = Math.floor((event.at - START) / 1_000 / seconds);
    result[index] = [...(result[index] ?? []), event];
  }
  return result.filter((batch) => batch !== undefined);
};

/** What is stored, as if read by a new process. */
const stored = async (tenant: Tenant) => {
  const { journal } = await dynamoLearningStore(table()).load(tenant);
  passTime(journal.current, END);
  return journal.current;
};

const clean = () => {
  const journal = newJournal();
  append(journal, EVENTS);
  passTime(journal.current, END);
  return journal.current;
};

describe('what is learned of a tenant', () => {
  it('is nothing at first', async () => {
    const tenant = aTenant();
    expect(await dynamoLearningStore(table()).load(tenant)).toMatchObject({ version: 0 });
    expect(await dynamoKnowledgeReader(table()).snapshot(tenant)).toBeUndefined();
    expect(await dynamoKnowledgeReader(table()).weights(tenant)).toBeUndefined();
  });

  it('is read by another process exactly as it would be learned from nothing', async () => {
    const tenant = aTenant();
    const clock = { now: START };
    const learn = aLearner(dynamoLearningStore(table()), clock);
    for (const batch of batches(20)) {
      clock.now = Math.max(...batch.map(({ at }) => at)) + 1_000;
      await learn(tenant, batch);
    }
    expect(await stored(tenant)).toEqual(clean());
    const snapshot = await dynamoKnowledgeReader(table()).snapshot(tenant);
    expect(snapshot?.channels.map(({ id }) => id).sort()).toEqual(
      clean()
        .channels.map(({ id }) => id)
        .sort(),
    );
    const weights = await dynamoKnowledgeReader(table()).weights(tenant);
    expect(weights?.weights).toHaveLength(8_192);
    expect(weights?.weights.some((weight) => weight !== 0)).toBe(true);
  });

  it('loses and doubles nothing when four processes learn at once, each of them all', async () => {
    const tenant = aTenant();
    const clock = { now: START };
    const learners = Array.from({ length: 4 }, () => aLearner(dynamoLearningStore(table()), clock));
    for (const batch of batches(120)) {
      clock.now = Math.max(...batch.map(({ at }) => at)) + 1_000;
      const halves = [batch.filter((_, index) => index % 2 === 0), batch.slice(1), batch, batch];
      await Promise.all(
        learners.map(async (learn, index) => {
          // As the stream does: a batch that was not learned comes again.
          for (let round = 0; round < 20; round += 1) {
            try {
              return await learn(tenant, halves[index] ?? []);
            } catch {}
          }
        }),
      );
    }
    expect(await stored(tenant)).toEqual(clean());
  });

  it('survives a crash between the write and the removal of what it holds now', async () => {
    const tenant = aTenant();
    const clock = { now: START };
    const documents = {
      ...dynamo.documents,
      send: (command: { constructor: { name: string } }) =>
        command.constructor.name === 'BatchWriteCommand'
          ? Promise.reject(new Error('killed'))
          : dynamo.documents.send(command as never),
    } as unknown as Dynamo['documents'];
    const killed = dynamoLearningStore({ ...table(), documents });
    for (const batch of batches(30)) {
      clock.now = Math.max(...batch.map(({ at }) => at)) + 1_000;
      await aLearner(killed, clock)(tenant, batch).catch(() => {});
    }
    expect(await stored(tenant)).toEqual(clean());
  });
});
