import { deserialize, serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { foldEvent } from '#shared/domain/routing/learning/fold-event.ts';
import { takeSnapshot } from '#shared/domain/routing/learning/health-snapshot.ts';
import { append, type Journal, newJournal, seal } from '#shared/domain/routing/learning/journal.ts';
import { newLearnerState } from '#shared/domain/routing/learning/learner-state.ts';
import {
  compareEvents,
  type LearningEvent,
} from '#shared/domain/routing/learning/learning-event.ts';
import { passTime } from '#shared/domain/routing/learning/pass-time.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { START, someEvents } from './some-events.ts';

const EVENTS = someEvents({
  seed: 1,
  minutes: 60,
  perMinute: 12,
  channels: 3,
  success: (channel, minute) => (channel === 0 && minute > 30 && minute < 50 ? 0 : 0.8),
  refusals: (channel, minute) => (channel === 1 && minute > 40 && minute < 50 ? 0.95 : 0.01),
});
const END = START + 80 * 60_000;

/** The events once, in order, from nothing. */
const cleanReplay = (events: readonly LearningEvent[]) => {
  const state = newLearnerState();
  for (const event of [...events].sort(compareEvents)) foldEvent(state, event);
  passTime(state, END);
  return state;
};

/** Hears events as they arrive, in batches of two seconds, looks at the state after each, and seals every minute. */
const live = (
  arrivals: readonly { readonly at: number; readonly event: LearningEvent }[],
  afterBatch: (journal: Journal) => Journal = (journal) => journal,
): Journal => {
  let journal = newJournal();
  const sorted = [...arrivals].sort((a, b) => a.at - b.at);
  let next = 0;
  for (let now = START; now <= END; now += 2_000) {
    const batch: LearningEvent[] = [];
    while (next < sorted.length && (sorted[next]?.at ?? 0) <= now) {
      batch.push((sorted[next] as { event: LearningEvent }).event);
      next += 1;
    }
    append(journal, batch);
    takeSnapshot(journal.current, { now, version: 1 });
    if (now % 60_000 === 0) seal(journal, now);
    journal = afterBatch(journal);
  }
  passTime(journal.current, END);
  return journal;
};

const expectSame = (journal: Journal): void => {
  expect(journal.tooLate).toBe(0);
  expect(journal.current).toEqual(cleanReplay(EVENTS));
};

describe('what was learned', () => {
  test('live is what a clean replay gives, to the bit', () => {
    expectSame(live(EVENTS.map((event) => ({ at: event.at + 1_000, event }))));
  });

  test('does not depend on results that come late and out of order', () => {
    const random = seededRandom(2);
    expectSame(
      live(EVENTS.map((event) => ({ at: event.at + 1_000 + random() ** 4 * 200_000, event }))),
    );
  });

  test('does not depend on results that come twice', () => {
    const random = seededRandom(3);
    const twice = EVENTS.flatMap((event) => {
      const first = { at: event.at + 1_000 + 5_000 * random(), event };
      return random() < 0.3
        ? [first, { at: first.at + 30_000 * random(), event: structuredClone(event) }]
        : [first];
    });
    expectSame(live(twice));
  });

  test('survives a restart from what was stored after every batch', () => {
    const random = seededRandom(4);
    const restarted = live(
      EVENTS.map((event) => ({ at: event.at + 1_000 + 20_000 * random(), event })),
      (journal) => {
        if (random() > 0.05) return journal;
        const stored = deserialize(
          serialize({ base: journal.base, sealedUpTo: journal.sealedUpTo, tail: journal.tail }),
        );
        const loaded = newJournal(stored.base, stored.sealedUpTo);
        append(loaded, stored.tail);
        return loaded;
      },
    );
    expectSame(restarted);
  });

  test('counts events that come too late instead of learning them, and a repetition of old ones changes nothing', () => {
    const journal = live(EVENTS.map((event) => ({ at: event.at + 1_000, event })));
    const before = structuredClone(journal.current);
    seal(journal, END);
    expect(append(journal, EVENTS.slice(0, 500))).toEqual([]);
    expect(journal.tooLate).toBe(500);
    expect(journal.current).toEqual(before);
  });

  test('a payment after its time-out is learned as paid', () => {
    const [start] = EVENTS;
    if (start?.kind !== 'started') throw new Error('the first event is a start');
    const late: LearningEvent = {
      kind: 'ended',
      at: start.at + 400_000,
      attemptId: start.attemptId,
      result: 'paid',
      blame: 'channel',
      stage: 'paid',
    };
    const methodsOf = (events: readonly LearningEvent[]) =>
      [...(cleanReplay(events).channels[0]?.methods.values() ?? [])].map(({ tries, paid }) => [
        tries.value,
        paid.value > 0,
      ]);
    expect(methodsOf([start])).toEqual([[1, false]]);
    expect(methodsOf([start, late])).toEqual([[1, true]]);
  });
});
