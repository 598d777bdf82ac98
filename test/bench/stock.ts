import { startDynamo } from '#test/support/dynamo.ts';
import { headCounter } from './stock/head-counter.ts';
import { meterOf } from './stock/metered.ts';
import { claimedCards, randomPicks } from './stock/moved-cards.ts';
import { type RushResult, rushHour } from './stock/rush-hour.ts';
import { trays } from './stock/trays.ts';
import { atMost, type Bench, type BenchRow } from './support/bench.ts';

const BUYERS = 64;
const CASES = [
  { quantity: 1, cards: 640 },
  { quantity: 10, cards: 1_920 },
];
const STRUCTURES = [claimedCards, randomPicks, headCounter, trays];
/** Runs of each case. The structures take turns in going first, so that a slow moment of the machine hits all. */
const RUNS = 4;
const WARM_UP = { buyers: 4, quantity: 1, cards: 60 };

/**
 * Four ways to keep the cards of one product, under 64 buyers who all want the same one: what a sale costs, how often
 * buyers collide, and whether the line is kept.
 */
const stock: Bench = async ({ progress }) => {
  const rows: BenchRow[] = [];
  for (const { quantity, cards } of CASES) {
    const results = new Map<string, RushResult[]>();
    for (let run = 0; run < RUNS; run += 1) {
      // A fresh emulator a run: no structure meets tables that another run has grown.
      const dynamo = await startDynamo();
      const meter = meterOf(dynamo.client);
      const inTurn = STRUCTURES.map((_, index) => STRUCTURES[(index + run) % STRUCTURES.length]);
      for (const make of inTurn) {
        if (!make) continue;
        const structure = make(dynamo.documents, dynamo.tables);
        await rushHour(structure, meter, WARM_UP);
        const result = await rushHour(structure, meter, { buyers: BUYERS, quantity, cards });
        results.set(structure.name, [...(results.get(structure.name) ?? []), result]);
        progress(
          `${structure.name}, ${quantity} a sale, run ${run + 1}: ${result.orders} orders in ${result.seconds.toFixed(1)} s, ${result.meter.conflicts} conflicts`,
        );
      }
      await dynamo.stop();
    }
    rows.push(...rowsOf(quantity, cards, results));
  }
  return { rows };
};

const rowsOf = (
  quantity: number,
  cards: number,
  results: ReadonlyMap<string, readonly RushResult[]>,
): BenchRow[] => {
  const ours = best(results.get('moved, claimed') ?? []);
  return [...results].flatMap(([name, runs]) => {
    const label = (metric: string): string => `${name}, ${quantity} a sale: ${metric}`;
    const perOrder = (of: (result: RushResult) => number): number =>
      median(runs.map((run) => of(run) / run.orders));
    const speed = best(runs);
    const unsold = Math.max(...runs.map((run) => cards - run.soldCards));
    return [
      { metric: label('orders, best run'), value: speed, unit: 'orders/s' },
      { metric: label('best run against moved, claimed'), value: speed / ours, unit: 'times' },
      {
        metric: label('conflicts'),
        value: perOrder(({ meter }) => meter.conflicts),
        unit: 'per order',
      },
      {
        metric: label('SDK calls'),
        value: perOrder(({ meter }) => meter.calls),
        unit: 'per order',
      },
      {
        metric: label('write units'),
        value: perOrder(({ meter }) => meter.writeUnits),
        unit: 'WCU per order',
      },
      {
        metric: label('read units'),
        value: perOrder(({ meter }) => meter.readUnits),
        unit: 'RCU per order',
      },
      {
        metric: label('distance from the place in line'),
        value: median(runs.map(({ outOfLine }) => outOfLine)),
        unit: 'cards',
      },
      {
        metric: label('told to try again'),
        value: perOrder(({ gaveUp }) => gaveUp),
        unit: 'per order',
      },
      atMost(label('cards sold twice'), Math.max(...runs.map(({ soldTwice }) => soldTwice)), {
        unit: 'cards',
        threshold: 0,
      }),
      atMost(label('cards left over'), unsold, { unit: 'cards', threshold: 0 }),
    ];
  });
};

/** The run that the rest of the machine disturbed least. */
const best = (runs: readonly RushResult[]): number =>
  Math.max(...runs.map(({ orders, seconds }) => orders / seconds));

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export default stock;
