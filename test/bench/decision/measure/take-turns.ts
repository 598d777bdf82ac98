import type { RuleEngine } from '../engines/engine.ts';
import type { BenchPayment } from '../payments.ts';
import { collectGarbage } from './collect-garbage.ts';
import { measureTurn, type Turn } from './measure-turn.ts';

/**
 * Rounds in which every engine has a turn, each time beginning with the next one: what else the machine does hits all of
 * them. The answer is the median over the rounds, figure by figure.
 */
export const takeTurns = async (
  engines: readonly RuleEngine[],
  payments: readonly BenchPayment[],
  options: {
    readonly rounds: number;
    /** Sum of the right answers over all payments. */
    readonly expected: number;
    readonly afterRound: (round: number) => void;
  },
): Promise<ReadonlyMap<RuleEngine, Turn>> => {
  const turns = new Map<RuleEngine, Turn[]>(engines.map((engine) => [engine, []]));
  for (let round = 0; round < options.rounds; round += 1) {
    const first = round % engines.length;
    for (const engine of [...engines.slice(first), ...engines.slice(0, first)]) {
      collectGarbage();
      turns.get(engine)?.push(await measureTurn(engine, payments, options.expected));
    }
    options.afterRound(round);
  }
  return new Map([...turns].map(([engine, taken]) => [engine, medianTurn(taken)]));
};

const medianTurn = (turns: readonly Turn[]): Turn => ({
  perSecond: median(turns.map(({ perSecond }) => perSecond)),
  p50: median(turns.map(({ p50 }) => p50)),
  p99: median(turns.map(({ p99 }) => p99)),
  p999: median(turns.map(({ p999 }) => p999)),
});

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
