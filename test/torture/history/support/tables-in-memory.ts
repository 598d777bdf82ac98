import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Dynamo } from '#test/support/dynamo.ts';
import { createMemoryDynamo } from '../../memory/memory-dynamo.ts';

/** The contract's tables in this process, for what goes through the document client: our adapters, and nothing else. */
export const tablesInMemory = (): Dynamo => {
  const memory = createMemoryDynamo();
  return {
    client: new DynamoDBClient({ region: 'nowhere' }),
    documents: memory.client(),
    endpoint: 'nowhere',
    tables: memory.tables,
    environment: {},
    stop: async () => {},
  };
};
