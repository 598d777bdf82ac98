import { isDeepStrictEqual } from 'node:util';
import { foldEvent } from '#shared/domain/routing/learning/fold-event.ts';
import type { Journal } from '#shared/domain/routing/learning/journal.ts';
import { newLearnerState } from '#shared/domain/routing/learning/learner-state.ts';
import {
  compareEvents,
  eventKey,
  type LearningEvent,
} from '#shared/domain/routing/learning/learning-event.ts';
import { passTime } from '#shared/domain/routing/learning/pass-time.ts';
import { createArteria } from '../policies/arteria.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { simulate } from '../simulate.ts';

/** Lets a scenario run and compares what was learned live with the same events learned once, in order, from nothing. */
export const equalsCleanReplay = (
  scenario: string,
  seed: number,
): { readonly equal: boolean; readonly events: number } => {
  const heard = new Map<string, LearningEvent>();
  let journal: Journal | undefined;
  simulate(loadScenario(scenario), seed, {
    name: 'arteria',
    reserves: true,
    failsOver: true,
    create: (facts, at) => {
      const made = createArteria(facts, at, (event) => heard.set(eventKey(event), event));
      journal = made.journal;
      return made.router;
    },
  });
  if (!journal || journal.tooLate > 0) return { equal: false, events: heard.size };
  const clean = newLearnerState();
  const events = [...heard.values()].sort(compareEvents);
  for (const event of events) foldEvent(clean, event);
  const end = Math.max(clean.upTo, journal.current.upTo);
  passTime(clean, end);
  passTime(journal.current, end);
  return { equal: isDeepStrictEqual(clean, journal.current), events: events.length };
};
