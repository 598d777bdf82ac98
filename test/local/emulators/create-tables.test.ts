import { expect, it } from 'vitest';
import { createTables } from '#infra/local/emulators/create-tables.ts';
import { serviceCall } from '#infra/local/emulators/service-call.ts';
import { startDynamo } from '#test/support/dynamo.ts';

const definition = (index: string) => ({
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: index,
      KeySchema: [{ AttributeName: 'at', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
});

it('creates what is missing, keeps what is there, and refuses what has another shape', async () => {
  const dynamo = await startDynamo();
  try {
    const call = serviceCall(dynamo.endpoint, 'dynamodb', 'us-east-1');
    const table = (index: string) => [
      { name: 'things', definition: definition(index), hasStream: false },
    ];
    expect(await createTables(call, table('old'))).toEqual(new Set(['things']));
    expect(await createTables(call, table('old'))).toEqual(new Set());
    await expect(createTables(call, table('new'))).rejects.toThrow(
      /things was made with other keys or indexes.*--fresh/,
    );
  } finally {
    await dynamo.stop();
  }
});
