import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import { dynamoLearningStore } from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import type { KeptJournal } from '#shared/application/routing/learn.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';

/** What it takes to learn from what became of payments and probes. */
export const learningServices = (documents: DynamoDBDocumentClient) => {
  const table = { documents, tableName: readEnvironment(ENV.channelsTable)[ENV.channelsTable] };
  return {
    learning: dynamoLearningStore(table),
    ruleHits: dynamoRuleHits(table),
    shares: dynamoPriorStore(table),
    habits: dynamoBuyerHabits(table),
    kept: new Map<string, KeptJournal>(),
  };
};
