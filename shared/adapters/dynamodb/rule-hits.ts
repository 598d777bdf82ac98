import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type {
  RuleCounts,
  RuleHitReader,
  RuleHitWriter,
} from '../../application/ports/rule-store.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { type RulesTable, rulesPk } from './rule-store.ts';

const hitsKey = (tenant: Tenant, version: number) => ({
  pk: rulesPk(tenant),
  sk: `HITS#${version}`,
});

/** Counters are attributes of the item itself: `ADD` reaches no deeper. */
const COUNTERS = { 'hits:': 'hits', 'would:': 'wouldChange' } as const;

const countSchema = z.number();

/** How often rules applied: one item a version. Writers add, so that they never wait for each other. */
export const dynamoRuleHits = ({
  documents,
  tableName,
}: RulesTable): RuleHitReader & RuleHitWriter => ({
  hits: async (tenant, version) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: hitsKey(tenant, version), ConsistentRead: true }),
    );
    const counts = new Map<string, RuleCounts>();
    for (const [prefix, counter] of Object.entries(COUNTERS)) {
      for (const [name, value] of Object.entries(Item ?? {})) {
        if (!name.startsWith(prefix)) continue;
        const rule = name.slice(prefix.length);
        const known = counts.get(rule) ?? { hits: 0, wouldChange: 0 };
        counts.set(rule, { ...known, [counter]: countSchema.parse(value) });
      }
    }
    return counts;
  },

  addRuleHits: async (tenant, version, counts) => {
    const additions = [...counts].flatMap(([rule, { hits, wouldChange }]) => [
      ...(hits === 0 ? [] : [[`hits:${rule}`, hits] as const]),
      ...(wouldChange === 0 ? [] : [[`would:${rule}`, wouldChange] as const]),
    ]);
    if (additions.length === 0) return;
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: hitsKey(tenant, version),
        UpdateExpression: `ADD ${additions.map((_, n) => `#n${n} :n${n}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(
          additions.map(([name], n) => [`#n${n}`, name]),
        ),
        ExpressionAttributeValues: Object.fromEntries(
          additions.map(([, count], n) => [`:n${n}`, count]),
        ),
      }),
    );
  },
});
