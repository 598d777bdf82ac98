import { z } from 'zod';
import { EXAMPLE_RULES } from '../../domain/routing/rules/example-rules.ts';
import { RULE_LIMITS } from '../../domain/routing/rules/rule-limits.ts';
import {
  DEFAULT_TIME_ZONE,
  type Rule,
  ruleIdSchema,
  ruleSchema,
} from '../../domain/routing/rules/rule-set-schema.ts';
import { apiTime, defineRoute, listReply, noBody, noParams, noQuery, strict } from './route.ts';

/**
 * Rules as they come in: documented and typed as rules, and not looked into. What is wrong with them is said by
 * `checkRuleSet`, in better words than a schema has.
 */
export const rulesToCheck = z
  .array(
    z
      .unknown()
      .meta({ override: { $ref: '#/components/schemas/RoutingRule' } }) as unknown as z.ZodType<
      unknown,
      Rule
    >,
  )
  .meta({ maxItems: RULE_LIMITS.rules })
  .describe('They apply in this order. An empty list: no rules.');

const version = z.int().min(1);
const expectedVersion = z.int().min(0).optional();
const actor = z.string().trim().min(1).max(100).optional().describe('The person who did it.');

export const ruleSetObject = z.object({
  object: z.literal('routing_rule_set'),
  id: z.string().describe('The version as text.'),
  version: version.describe('Counts up with every set that is written. A version never changes.'),
  state: z
    .enum(['active', 'shadow', 'past'])
    .describe('Decides payments; is only counted beside them; does neither.'),
  time_zone: z.string(),
  rules: z.array(ruleSchema),
  created_at: apiTime,
  created_by: z.string().describe('The API key that wrote it.'),
  actor: z.string().nullable(),
  rolled_back_from: version.nullable().describe('The old version that this one repeats.'),
});

const countedRuleSet = ruleSetObject.extend({
  hits: z.array(
    z.object({
      rule: ruleIdSchema,
      hits: z.int().describe('Payments that the rule applied to, since this version was written.'),
      would_change: z
        .int()
        .nullable()
        .describe(
          'Of those, payments that would have taken another channel. Only of the shadow set.',
        ),
    }),
  ),
});

const fieldObject = z.object({
  name: z.string(),
  type: z.enum(['number', 'text', 'boolean', 'set']),
  operators: z.array(z.string()),
  unit: z.string().nullable(),
  en: z.string(),
  zh: z.string(),
  values: z.array(z.string()).nullable().describe('The only values it can have.'),
  min: z.int().nullable(),
  max: z.int().nullable(),
});

export const readRoutingRules = defineRoute({
  method: 'GET',
  path: '/v1/routing/rules',
  stage: 'routing',
  operationId: 'readRoutingRules',
  summary: 'Read your routing rules, how often each applied, and what rules can ask about',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: z.object({
    object: z.literal('routing_rules'),
    active: countedRuleSet.nullable(),
    shadow: countedRuleSet.nullable(),
    fields: z.object({
      payment: z.array(fieldObject).describe('For `when`.'),
      channel: z.array(fieldObject).describe('For `channels`.'),
    }),
  }),
  status: 200,
  errors: [],
});

export const writeRoutingRules = defineRoute({
  method: 'PUT',
  path: '/v1/routing/rules',
  stage: 'routing',
  operationId: 'writeRoutingRules',
  summary: 'Replace your routing rules',
  description:
    'Makes a new version; old ones stay and can be made active again. Every rule whose `when` holds applies, in the order of the list, until one with `stop`. ' +
    'The first rule that prefers or orders a channel decides its place; exclusions are obeyed even when no channel is left; hard limits of channels always hold. ' +
    'A shadow set decides nothing: for each payment it is counted what it would have done. Takes effect within two seconds.',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: strict({
    rules: rulesToCheck,
    time_zone: z
      .string()
      .default(DEFAULT_TIME_ZONE)
      .describe('IANA name: where `hour` and `weekday` are counted.'),
    mode: z.enum(['active', 'shadow']).default('active'),
    expected_version: expectedVersion.describe(
      'The version that you have changed, 0 for none: refused when another one is in its place by now.',
    ),
    actor,
  }),
  reply: ruleSetObject,
  status: 200,
  errors: ['invalid_parameter', 'state_conflict', 'concurrent_change'],
  example: { body: { rules: EXAMPLE_RULES } },
});

export const listRoutingRuleVersions = defineRoute({
  method: 'GET',
  path: '/v1/routing/rules/versions',
  stage: 'routing',
  operationId: 'listRoutingRuleVersions',
  summary: 'List all versions of your routing rules, newest first',
  auth: 'api_key',
  params: noParams,
  query: strict({
    limit: z.coerce.number().int().min(1).max(20).default(20).describe('Versions a page, 1 to 20.'),
    starting_after: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, 'must be a version')
      .optional()
      .describe('The last id of the page before.'),
  }),
  body: noBody,
  reply: listReply(ruleSetObject),
  status: 200,
  errors: [],
});

export const rollBackRoutingRules = defineRoute({
  method: 'POST',
  path: '/v1/routing/rules/rollback',
  stage: 'routing',
  operationId: 'rollBackRoutingRules',
  summary: 'Make an old version of your routing rules active again',
  description: 'The old version is repeated as a new one, which says where it came from.',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: strict({
    version,
    expected_version: expectedVersion.describe('The version that you believe to be active.'),
    actor,
  }),
  reply: ruleSetObject,
  status: 200,
  errors: ['not_found', 'state_conflict', 'concurrent_change'],
});

export const promoteRoutingRules = defineRoute({
  method: 'POST',
  path: '/v1/routing/rules/promote',
  stage: 'routing',
  operationId: 'promoteRoutingRules',
  summary: 'Make the shadow set the active one',
  description: 'It keeps its version and its counts. There is no shadow set afterwards.',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: strict({
    expected_version: expectedVersion.describe('The version of the shadow set that you looked at.'),
  }).default({}),
  reply: ruleSetObject,
  status: 200,
  errors: ['state_conflict', 'concurrent_change'],
});

export const deleteShadowRoutingRules = defineRoute({
  method: 'DELETE',
  path: '/v1/routing/rules/shadow',
  stage: 'routing',
  operationId: 'deleteShadowRoutingRules',
  summary: 'Stop counting what the shadow set would do',
  description: 'The version stays in the list of versions.',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: z.object({
    object: z.literal('routing_rule_set'),
    id: z.string(),
    version,
    deleted: z.literal(true),
  }),
  status: 200,
  errors: ['not_found', 'concurrent_change'],
});
