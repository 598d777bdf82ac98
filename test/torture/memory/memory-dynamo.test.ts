import { inspect } from 'node:util';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TableName } from '#shared/contract/tables.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { seededRandom } from '#test/support/seeded-random.ts';
import { ordersStreamOf } from './differential/emulator-stream.ts';
import { outcomesOf } from './differential/outcome.ts';
import { aRandomCall } from './differential/random-calls.ts';
import { TABLES_USED } from './differential/random-values.ts';
import { createMemoryDynamo, type MemoryDynamo } from './memory-dynamo.ts';

const CALLS = 300;
/** Contents are compared after so many calls: a write that went wrong shows near its cause. */
const CALLS_BETWEEN_LOOKS = 30;

const contentsOf = async ({ documents, tables }: Dynamo, table: TableName) => {
  const { Items = [] } = await documents.send(
    new ScanCommand({ TableName: tables[table], ConsistentRead: true }),
  );
  const inOrder = Items.map((item) => ({ item, key: Buffer.from(`${item.pk} ${item.sk}`) }));
  return inOrder.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ item }) => item);
};

const expectSameContents = async (memory: MemoryDynamo, dynamo: Dynamo) => {
  for (const table of TABLES_USED) {
    expect(memory.items(table), table).toStrictEqual(await contentsOf(dynamo, table));
  }
};

describe('the memory DynamoDB', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'does what the emulator does with 300 random calls (seed %d)',
    async (seed) => {
      const dynamo = await startDynamo();
      onTestFinished(() => dynamo.stop());
      const memory = createMemoryDynamo();
      const client = memory.client();
      const random = seededRandom(seed);
      for (let call = 1; call <= CALLS; call += 1) {
        const command = aRandomCall(random);
        const [sent, expected] = [command(memory.tables), command(dynamo.tables)];
        const outcomes = await outcomesOf(client, sent, memory.tables);
        expect(outcomes, `call ${call}: ${inspect(sent.input, { depth: null })}`).toStrictEqual(
          await outcomesOf(dynamo.documents, expected, dynamo.tables),
        );
        if (call % CALLS_BETWEEN_LOOKS === 0) await expectSameContents(memory, dynamo);
      }
      expect(memory.stream).toEqual(await ordersStreamOf(dynamo));
    },
  );
});
