import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { cachedKnowledge } from '#shared/adapters/dynamodb/cached-knowledge.ts';
import { cachedRules } from '#shared/adapters/dynamodb/cached-rules.ts';
import { dynamoKnowledgeReader } from '#shared/adapters/dynamodb/learning-store.ts';
import { cachedPriors, dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import {
  cachedRoutingSettings,
  dynamoRoutingSettings,
} from '#shared/adapters/dynamodb/routing-settings-store.ts';
import { dynamoRuleStore } from '#shared/adapters/dynamodb/rule-store.ts';
import type { Log } from '#shared/application/ports/runtime.ts';
import { guidanceReader } from '#shared/application/routing/read-guidance.ts';
import type { GuidanceReader } from '#shared/application/routing/route-payment.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

/** What payments are routed by: rules, settings and what was learned, from memory and at most seconds old. */
export const routingGuidance = (documents: DynamoDBDocumentClient, log: Log): GuidanceReader => {
  const table = { documents, tableName: readEnvironment(ENV.channelsTable)[ENV.channelsTable] };
  return guidanceReader({
    knowledge: cachedKnowledge(dynamoKnowledgeReader(table)),
    rules: cachedRules(dynamoRuleStore(table)),
    settings: cachedRoutingSettings(dynamoRoutingSettings(table)),
    priors: cachedPriors(dynamoPriorStore(table)),
    log,
    runtime: systemRuntime,
  });
};
