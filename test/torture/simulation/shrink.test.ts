import { describe, expect, it } from 'vitest';
import { type Choices, randomChoices, replayChoices } from './choices.ts';
import { shrink } from './shrink.ts';
import { Simulation } from './simulation.ts';

interface Failure {
  readonly kind: string;
  readonly story: readonly string[];
}
type Run = (choices: Choices) => Promise<Failure | undefined>;

/** Two clerks read a number and write it back, one higher; the bystanders have no part in it. */
const counting: Run = async (choices) => {
  const simulation = new Simulation({ choices, faults: { budget: 2 }, calmOrder: 'one_by_one' });
  let count = 0;
  for (let index = 0; index < 5; index += 1) {
    simulation.spawn('bystander', async (process) => {
      await process.step({ kind: 'write', label: 'elsewhere' }, () => {});
      await process.pause(1_000);
      await process.step({ kind: 'call', label: 'elsewhere' }, () => {});
    });
  }
  for (let index = 0; index < 2; index += 1) {
    simulation.spawn(
      'clerk',
      async (process) => {
        const seen = await process.step({ kind: 'read', label: 'count' }, () => count);
        await process.step({ kind: 'write', label: 'count', detail: `${seen + 1}` }, () => {
          count = seen + 1;
        });
      },
      { spared: true },
    );
  }
  await simulation.run();
  return count < 2 ? { kind: 'lost update', story: simulation.story.lines() } : undefined;
};

/** A payment that is sent again when it failed, although it may have arrived: and a second bug, a lost one. */
const paying: Run = async (choices) => {
  const simulation = new Simulation({
    choices,
    faults: { budget: 3, perThousand: { fails_after: 40 } },
  });
  let paid = 0;
  const pay = { kind: 'call', label: 'provider' } as const;
  for (let index = 0; index < 4; index += 1) {
    simulation.spawn('payer', async (process) => {
      const once = () => process.step(pay, () => void paid++);
      await once().catch(once);
    });
  }
  await simulation.run();
  if (paid === 4) return undefined;
  const kind = paid > 4 ? 'paid twice' : 'not paid';
  return { kind, story: simulation.story.lines() };
};

/** Whole lists of choices with which a run fails in that way. */
const failingLists = async (run: Run, kind: string, count: number) => {
  const found: (readonly number[])[] = [];
  for (let seed = 0; found.length < count; seed += 1) {
    const choices = randomChoices(seed);
    if ((await run(choices))?.kind === kind) found.push(choices.taken);
  }
  return found;
};

const keyOf = ({ kind }: Failure): string => kind;

describe('shrinking', () => {
  it('finds the one interruption that loses an update', async () => {
    for (const values of await failingLists(counting, 'lost update', 20)) {
      const { failure, values: few } = await shrink({ values, run: counting, keyOf });
      expect(few.filter((value) => value !== 0)).toHaveLength(1);
      expect(few.length).toBeLessThan(values.length);
      const clerks = failure.story.filter((line) => /clerk.*count/.test(line));
      expect(clerks.map((line) => line.replace(/^.*clerk/, 'clerk').replace(/\s+/g, ' '))).toEqual([
        expect.stringMatching(/^clerk#. read/),
        expect.stringMatching(/^clerk#. read/),
        expect.stringMatching(/^clerk#. write count 1/),
        expect.stringMatching(/^clerk#. write count 1/),
      ]);
    }
  });

  it('keeps the kind of the failure, where another one would be smaller', async () => {
    for (const kind of ['paid twice', 'not paid']) {
      for (const values of await failingLists(paying, kind, 10)) {
        const { failure } = await shrink({ values, run: paying, keyOf });
        expect(failure.kind).toBe(kind);
        const faults = failure.story.filter((line) => /→ (fails|dies)/.test(line));
        expect(faults).toHaveLength(1);
      }
    }
  });

  it('ends with choices that replay its failure', async () => {
    const [values = []] = await failingLists(paying, 'paid twice', 1);
    const shrunk = await shrink({ values, run: paying, keyOf });
    expect(await paying(replayChoices(shrunk.values))).toEqual(shrunk.failure);
  });

  it('takes no more runs than allowed', async () => {
    const [values = []] = await failingLists(counting, 'lost update', 1);
    let runs = 0;
    const run: Run = (choices) => {
      runs += 1;
      return counting(choices);
    };
    const shrunk = await shrink({ values, run, keyOf, maxRuns: 10 });
    expect(runs).toBe(10);
    expect(shrunk.runs).toBe(10);
    expect(shrunk.failure.kind).toBe('lost update');
  });

  it('refuses choices that do not fail', async () => {
    await expect(shrink({ values: [], run: counting, keyOf })).rejects.toThrow('do not fail');
  });
});
