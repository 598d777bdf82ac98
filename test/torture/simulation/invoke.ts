import type { SpawnOptions } from './population.ts';
import type { Process } from './process.ts';
import type { Simulation } from './simulation.ts';

/** The function died before it answered: what it did until then is done. */
export class NoAnswer extends Error {}

/**
 * Calls a function as a gateway does: in a process of its own. Its answer and its error are the caller's; of its death
 * the caller hears as `NoAnswer`. Belongs in a step of the caller, if that is a process.
 */
export const invoke = <Answer>(
  simulation: Simulation,
  name: string,
  body: (process: Process) => Promise<Answer>,
  options: Omit<SpawnOptions, 'onEnd'> = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let answer: Promise<Answer>;
    const run = async (process: Process): Promise<void> => {
      answer = body(process);
      await answer;
    };
    const onEnd: SpawnOptions['onEnd'] = (end) => {
      if (end.kind === 'died') reject(new NoAnswer(`${name} ${end.detail}`));
      else resolve(answer);
    };
    simulation.spawn(name, run, { ...options, onEnd });
  });
