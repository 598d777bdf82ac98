import { parseArgs } from 'node:util';
import { atLeast, atMost, type BenchRow } from '#test/bench/support/bench.ts';
import { machine } from '#test/bench/support/machine.ts';
import { printTable } from '#test/bench/support/print-table.ts';
import { catchPlant } from './catch-plants.ts';
import { PLANTED_BUGS } from './planted/plants.ts';
import { minimal, play, playSeed } from './play.ts';
import { playMany } from './play-many.ts';
import { replayChoices } from './simulation/choices.ts';
import { tortureStack } from './stack/torture-stack.ts';
import { byKind } from './tally.ts';

const HELP = `usage: npm run torture -- [options]

  --runs <n>          interleavings in memory (default 100000)
  --seed <n>          the first seed (default 1)
  --stack-orders <n>  orders through the local stack, with kills (default: one for 150 runs, 600 at most)
  --plant <name>      plant a bug from history and show the story that catches it
  --story <seed>      play one seed and print its story
  --replay <a,b,…>    play these choices and print the story
  --json              one JSON document on stdout

planted bugs:
${Object.entries(PLANTED_BUGS)
  .map(([name, { what }]) => `  ${name}: ${what}`)
  .join('\n')}
`;

const DEFAULT_RUNS = 100_000;
const RUNS_PER_STACK_ORDER = 150;
/** Some buyers are turned away, as they should be: more than 500 get an order. */
const MAX_STACK_ORDERS = 600;
/** A planted bug that takes longer to be found is a hole in the suite. */
const MAX_RUNS_TO_CATCH = 5_000;

/** Steps whose number tells whether the interesting stories were played. */
const REACHED = [
  'delivered',
  'expired',
  'cancelled',
  'completed_by_hand',
  'late_payment',
  'duplicate_payment',
  'paid_after_cancellation',
  'underpaid',
  'overpaid',
  'awaiting_stock',
  'out_of_stock',
  'payment_announced',
  'unconfirmed_payment',
  'attempt_closed',
  'refund_succeeded',
  'refund_failed',
  'refund_unknown',
  'payment_sent_again',
  'payment_sent_again_and_paid',
  'attempt_under_a_new_account',
] as const;

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    'stack-orders': { type: 'string' },
    plant: { type: 'string' },
    story: { type: 'string' },
    replay: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const number = (name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    progress(`--${name} must be a whole number, 0 or more.`);
    process.exit(2);
  }
  return value;
};

const main = async (): Promise<number> => {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.plant !== undefined && !PLANTED_BUGS[values.plant]) {
    progress(`There is no planted bug "${values.plant}".\n\n${HELP}`);
    return 2;
  }
  const { plant } = values;
  if (values.story !== undefined)
    return tell(await playSeed(number('story', values.story, 1), { plant }));
  if (values.replay !== undefined)
    return tell(await play(replayChoices(values.replay.split(',').map(Number)), { plant }));
  if (plant !== undefined) return showPlant(plant);
  return everything();
};

const tell = ({ story, violations }: Awaited<ReturnType<typeof playSeed>>): number => {
  process.stdout.write(`${story()}\n\n`);
  for (const { invariant, detail } of violations)
    process.stdout.write(`${invariant}\n  ${detail}\n`);
  process.stdout.write(violations.length === 0 ? 'every invariant holds\n' : '');
  return violations.length === 0 ? 0 : 1;
};

const showPlant = async (name: string): Promise<number> => {
  const caught = await catchPlant(name, {
    seed: number('seed', values.seed, 1),
    maxRuns: MAX_RUNS_TO_CATCH,
    shrinks: true,
  });
  const { smallest } = caught;
  if (!smallest) {
    progress(`"${name}" was not caught in ${MAX_RUNS_TO_CATCH} runs.`);
    return 1;
  }
  process.stdout.write(
    `${name}: ${caught.what}\ncaught by run ${caught.runs}: ${caught.invariant}\n\n${smallest.story}\n\n` +
      `${smallest.violations.map(({ detail }) => detail).join('\n')}\n` +
      `again: npm run torture -- --plant "${name}" --replay ${smallest.choices.join()}\n`,
  );
  return 0;
};

const everything = async (): Promise<number> => {
  const seed = number('seed', values.seed, 1);
  const runs = number('runs', values.runs, DEFAULT_RUNS);
  const stackOrders = number(
    'stack-orders',
    values['stack-orders'],
    Math.min(MAX_STACK_ORDERS, Math.ceil(runs / RUNS_PER_STACK_ORDER)),
  );
  const rows = [
    ...(await inMemory(seed, runs)),
    ...(await plantedBugs(seed)),
    ...(stackOrders > 0 ? await tortureStack({ orders: stackOrders, seed }, progress) : []),
  ];
  const pass = rows.every((row) => row.pass !== false);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: 'torture', machine: machine(), rows, pass }, null, 2)}\n`
      : `${printTable(rows)}\n${pass ? 'pass' : 'FAIL'}\n`,
  );
  return pass ? 0 : 1;
};

const inMemory = async (seed: number, runs: number): Promise<BenchRow[]> => {
  const startedAt = performance.now();
  const tally = await playMany({ seed, runs }, (played) => {
    if (played % 5_000 === 0) progress(`memory: ${played} of ${runs} interleavings`);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  for (const failure of tally.failures.slice(0, 1)) {
    const { taken } = await playSeed(failure.seed);
    const { story, choices, violations } = await minimal(taken);
    progress(`\nseed ${failure.seed} breaks: ${failure.invariant}\nits smallest story:\n${story}`);
    for (const { detail } of violations) progress(`  ${detail}`);
    progress(`again: npm run torture -- --replay ${choices.join()}\n`);
  }
  for (const { seed: bad, invariant } of tally.failures) progress(`seed ${bad}: ${invariant}`);
  return [
    { metric: 'memory: seeds', value: seed, unit: `to ${seed + tally.runs - 1}` },
    { metric: 'memory: interleavings', value: tally.runs, unit: 'runs' },
    { metric: 'memory: steps', value: tally.steps, unit: 'steps' },
    { metric: 'memory: time', value: seconds, unit: 's' },
    ...[...byKind(tally.faults)].sort().map(
      ([kind, count]): BenchRow => ({
        metric: `memory: faults, ${kind.replaceAll('_', ' ')}`,
        value: count,
        unit: 'faults',
      }),
    ),
    ...REACHED.map(
      (what): BenchRow => ({
        metric: `memory: steps of orders, ${what.replaceAll('_', ' ')}`,
        value: tally.reached.get(what) ?? 0,
        unit: 'steps',
      }),
    ),
    { metric: 'memory: invariants checked', value: tally.checked, unit: 'checks' },
    atMost('memory: runs that broke an invariant', tally.failed, { unit: 'runs', threshold: 0 }),
  ];
};

const plantedBugs = async (seed: number): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  const names = Object.keys(PLANTED_BUGS);
  for (const name of names) {
    const caught = await catchPlant(name, { seed, maxRuns: MAX_RUNS_TO_CATCH, shrinks: false });
    progress(`planted: ${name}: ${caught.runs ?? 'not caught'}`);
    rows.push({
      metric: `planted: ${name}`,
      value: caught.runs ?? -1,
      unit: `runs to ${caught.invariant?.split(' ')[0] ?? 'nothing'}`,
      pass: caught.runs !== undefined,
    });
  }
  const found = rows.filter(({ pass }) => pass).length;
  return [
    ...rows,
    atLeast('planted: bugs caught', found, { unit: 'bugs', threshold: names.length }),
  ];
};

process.exitCode = await main();
