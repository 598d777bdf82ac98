import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoBuyerHolds, holdNoteWrite } from '#shared/adapters/dynamodb/buyer-holds.ts';
import { writeTransaction } from '#shared/adapters/dynamodb/transaction.ts';
import type { RememberedHold } from '#shared/application/ports/buyer-holds.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant, later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aHold = (units = 1): RememberedHold => ({
  orderId: systemRuntime.newId('order'),
  units,
  until: later(900).toISOString(),
});

const aMark = () => {
  const stock = { tenant: aTenant(), productId: systemRuntime.newId('product') };
  const tableName = dynamo.tables.inventory;
  const holds = dynamoBuyerHolds({ documents: dynamo.documents, tableName });
  const mark = systemRuntime.sha256('contact:li@example.com');
  return {
    note: async (hold: RememberedHold, room: number) =>
      (
        await writeTransaction(dynamo.documents, [
          { write: holdNoteWrite(tableName, stock, { mark, hold, room }), refusal: 'too much' },
        ])
      ).kind,
    read: () => holds.readHolds(stock, mark),
    replace: (change: Parameters<typeof holds.replaceHolds>[2]) =>
      holds.replaceHolds(stock, mark, change),
  };
};

describe('what a mark remembers', () => {
  it('is nothing at first, and then every order with its units', async () => {
    const mark = aMark();
    expect(await mark.read()).toBeUndefined();
    const holds = [aHold(2), aHold(3)];
    for (const hold of holds) expect(await mark.note(hold, 10)).toBe('written');
    const read = await mark.read();
    expect(read?.units).toBe(5);
    expect(new Set(read?.holds)).toEqual(new Set(holds));
  });

  it('lets an order in while there is room, and one beside no other always', async () => {
    const mark = aMark();
    expect(await mark.note(aHold(9), -5)).toBe('written');
    expect(await mark.note(aHold(), 8)).toBe('refused');
    expect(await mark.note(aHold(), 9)).toBe('written');
    expect(await mark.note(aHold(), 9)).toBe('refused');
  });

  it('forgets what is over, and all of it when nothing is left', async () => {
    const mark = aMark();
    const [kept, over] = [aHold(), aHold(2)];
    await mark.note(kept, 9);
    await mark.note(over, 9);
    const before = await mark.read();
    if (!before) throw new Error('nothing is remembered');
    expect(await mark.replace({ before, holds: [kept] })).toBe(true);
    expect(await mark.read()).toEqual({ units: 1, holds: [kept] });
    expect(await mark.replace({ before: { units: 1, holds: [kept] }, holds: [] })).toBe(true);
    expect(await mark.read()).toBeUndefined();
  });

  it('is not overwritten when an order came in between', async () => {
    const mark = aMark();
    const first = aHold();
    await mark.note(first, 9);
    const before = await mark.read();
    if (!before) throw new Error('nothing is remembered');
    await mark.note(aHold(), 9);
    expect(await mark.replace({ before, holds: [] })).toBe(false);
    expect((await mark.read())?.units).toBe(2);
  });

  it('is not overwritten when one order came and another was forgotten in between: the sum is the same', async () => {
    const mark = aMark();
    const [over, fresh] = [aHold(), aHold()];
    await mark.note(over, 9);
    const before = await mark.read();
    if (!before) throw new Error('nothing is remembered');
    await mark.replace({ before, holds: [] });
    await mark.note(fresh, 9);
    expect(await mark.replace({ before, holds: [] })).toBe(false);
    expect(await mark.read()).toEqual({ units: 1, holds: [fresh] });
  });
});
