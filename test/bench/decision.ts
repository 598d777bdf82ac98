import { loadavg } from 'node:os';
import type { RuleEngine } from './decision/engines/engine.ts';
import { makeEngines } from './decision/engines/engines.ts';
import { firstDifference } from './decision/first-difference.ts';
import { takeTurns } from './decision/measure/take-turns.ts';
import { type BenchPayment, somePayments } from './decision/payments.ts';
import { boundedSpeedRows, comparisonRows, decisionRows, speedRows } from './decision/rows.ts';
import { referenceMask } from './decision/rules/neutral-rule.ts';
import { TWENTY_RULES } from './decision/rules/twenty-rules.ts';
import type { Bench } from './support/bench.ts';

const PAYMENTS = 2_048;
const SEED = 20_260_301;
const ROUNDS = 7;

/**
 * What a routing decision costs: the same twenty rules and payments for our rules, for rule engines that others use and
 * for JavaScript written by hand, then for the whole decision. Every engine must find the same rules for every payment,
 * or there is no result. One decision at a time; zen computes on a thread of its own meanwhile.
 */
const decision: Bench = async ({ progress }) => {
  const payments = somePayments(PAYMENTS, SEED);
  const engines = makeEngines(TWENTY_RULES);
  if (!engines.zen) {
    progress('zen: no binary for this platform is installed, its rows are left out');
  }
  const all = Object.values(engines).filter((it): it is RuleEngine => it !== undefined);
  for (const engine of all) {
    const difference = await firstDifference(engine, TWENTY_RULES, payments);
    if (difference !== undefined) throw new Error(difference);
  }
  progress(`${all.length} engines find the same rules for each of ${PAYMENTS} payments`);

  const expected = payments.reduce((sum, { facts }) => sum + referenceMask(TWENTY_RULES, facts), 0);
  const turns = await takeTurns([measuringAlone(payments), ...all], payments, {
    rounds: ROUNDS,
    expected,
    afterRound: (round) => progress(`round ${round + 1} of ${ROUNDS}`),
  });
  return {
    rows: [
      ...[...turns].flatMap(([engine, turn]) =>
        engine === engines.decision8 ? boundedSpeedRows(engine, turn) : speedRows(engine, turn),
      ),
      ...decisionRows(8, payments),
      ...decisionRows(40, payments),
      ...comparisonRows(engines, (engine) => turns.get(engine)?.perSecond ?? 0),
      // More than its cores: others were using the machine too, and the tails show it.
      { metric: 'load of the machine, last minute', value: loadavg()[0] ?? 0, unit: 'threads' },
    ],
  };
};

/** Looks the right answer up: what is left is the cost of measuring. */
const measuringAlone = (payments: readonly BenchPayment[]): RuleEngine => {
  const answers = new Map(payments.map((it) => [it, referenceMask(TWENTY_RULES, it.facts)]));
  return {
    name: 'measuring alone',
    kind: 'sync',
    match: (payment) => answers.get(payment) ?? 0,
  };
};

export default decision;
