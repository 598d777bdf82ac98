import { startDynamo } from '#test/support/dynamo.ts';
import { headCounter } from './bench/stock/head-counter.ts';
import { meterOf } from './bench/stock/metered.ts';
import { claimedCards, randomPicks } from './bench/stock/moved-cards.ts';
import { rushHour } from './bench/stock/rush-hour.ts';
for (const c of [{ quantity: 1, cards: 1500 }, { quantity: 10, cards: 4000 }]) {
  const dynamo = await startDynamo();
  const meter = meterOf(dynamo.client);
  for (const make of [claimedCards, headCounter, claimedCards, headCounter]) {
    const s = make(dynamo.documents, dynamo.tables);
    const r = await rushHour(s, meter, { buyers: 64, ...c });
    console.log(s.name, c.quantity, r.orders, (r.orders / r.seconds).toFixed(0) + '/s', 'calls', (r.meter.calls / r.orders).toFixed(2), 'conf', (r.meter.conflicts / r.orders).toFixed(3), 'wcu', (r.meter.writeUnits / r.orders).toFixed(1), 'rcu', (r.meter.readUnits / r.orders).toFixed(1), 'line', r.outOfLine.toFixed(1), 'gaveup', r.gaveUp, 'twice', r.soldTwice, 'sold', r.soldCards);
  }
  await dynamo.stop();
}
