import { startDynamo } from '#test/support/dynamo.ts';
import { meterOf } from './bench/stock/metered.ts';
import { claimedCards, randomPicks } from './bench/stock/moved-cards.ts';
import { rushHour } from './bench/stock/rush-hour.ts';
for (const buyers of [4, 16]) for (const quantity of [1, 2]) for (let i = 0; i < 3; i++) {
  const dynamo = await startDynamo();
  const meter = meterOf(dynamo.client);
  for (const make of i % 2 ? [claimedCards, randomPicks] : [randomPicks, claimedCards]) {
    const s = make(dynamo.documents, dynamo.tables);
    await rushHour(s, meter, { buyers: 4, quantity: 1, cards: 60 });
    const r = await rushHour(s, meter, { buyers, quantity, cards: 600 * quantity });
    console.log(buyers, quantity, s.name, (r.orders / r.seconds).toFixed(0) + '/s', 'calls', (r.meter.calls / r.orders).toFixed(2), 'conf', (r.meter.conflicts / r.orders).toFixed(3), 'gaveup', r.gaveUp);
  }
  await dynamo.stop();
}
