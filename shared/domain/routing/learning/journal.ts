import { foldEvent } from './fold-event.ts';
import { copyLearnerState, type LearnerState, newLearnerState } from './learner-state.ts';
import { compareEvents, eventKey, type LearningEvent } from './learning-event.ts';

/**
 * Events of so long ago may still come in out of their order. Older ones are not learned: they are counted, and a
 * rebuild from the orders table learns them.
 */
export const REORDER_MILLIS = 300_000;

/**
 * Learns from events that arrive late, twice and in any order, and comes to the state that the same events in order
 * would have given: the last minutes are kept as events beside a state of before, and folded anew when one of them
 * turns up out of order.
 */
export interface Journal {
  /** All events up to `sealedUpTo`, folded. */
  base: LearnerState;
  sealedUpTo: number;
  /** Later events, in order. */
  tail: LearningEvent[];
  readonly keys: Set<string>;
  /** Base and tail, folded. */
  current: LearnerState;
  /** Events that came too late to be learned. */
  tooLate: number;
}

export const newJournal = (base: LearnerState = newLearnerState(), sealedUpTo = 0): Journal => ({
  base,
  sealedUpTo,
  tail: [],
  keys: new Set(),
  current: copyLearnerState(base),
  tooLate: 0,
});

/** Learns what is new among the events, and returns it. */
export const append = (
  journal: Journal,
  events: readonly LearningEvent[],
): readonly LearningEvent[] => {
  const fresh: LearningEvent[] = [];
  for (const event of events) {
    if (event.at <= journal.sealedUpTo) {
      journal.tooLate += 1;
      continue;
    }
    const key = eventKey(event);
    if (journal.keys.has(key)) continue;
    journal.keys.add(key);
    fresh.push(event);
  }
  if (fresh.length === 0) return fresh;
  fresh.sort(compareEvents);
  const last = journal.tail.at(-1);
  const first = fresh[0] as LearningEvent;
  const inOrder = last === undefined || compareEvents(last, first) < 0;
  for (const event of fresh) journal.tail.push(event);
  if (inOrder && journal.current.lookedAt <= first.at) {
    for (const event of fresh) foldEvent(journal.current, event);
  } else {
    journal.tail.sort(compareEvents);
    journal.current = copyLearnerState(journal.base);
    for (const event of journal.tail) foldEvent(journal.current, event);
  }
  return fresh;
};

/** Folds what can no longer be overtaken into the base. */
export const seal = (journal: Journal, now: number): void => {
  const upTo = now - REORDER_MILLIS;
  let count = 0;
  while (count < journal.tail.length && (journal.tail[count]?.at ?? 0) <= upTo) {
    const event = journal.tail[count] as LearningEvent;
    foldEvent(journal.base, event);
    journal.keys.delete(eventKey(event));
    count += 1;
  }
  journal.tail.splice(0, count);
  journal.sealedUpTo = Math.max(journal.sealedUpTo, upTo);
};
