import { z } from 'zod';
import { CHANNEL_FIELD_NAMES, type ChannelField } from './channel-fields.ts';
import { OPERATOR_NAMES, type Operator } from './operators.ts';
import { PAYMENT_FIELD_NAMES, type PaymentField } from './payment-fields.ts';
import { RULE_LIMITS } from './rule-limits.ts';

/** A number, a text, a truth, or a list of numbers or of texts, as the field and its operator want it. */
export type RuleValue = number | string | boolean | readonly number[] | readonly string[];

/** One question: does the field's value stand in this relation to a value? */
export interface Comparison<Name extends string> {
  readonly field: Name;
  readonly op: Operator;
  readonly value: RuleValue;
}

/** Questions put together. */
export type Condition<Name extends string = string> =
  | Comparison<Name>
  | { readonly all: readonly Condition<Name>[] }
  | { readonly any: readonly Condition<Name>[] }
  | { readonly not: Condition<Name> };

const { listValues, textLength } = RULE_LIMITS;

const value = z.union([
  z.int(),
  z.string().min(1).max(textLength),
  z.boolean(),
  z.array(z.int()).min(1).max(listValues),
  z.array(z.string().min(1).max(textLength)).min(1).max(listValues),
]);

const conditionSchema = <Name extends string>(
  names: readonly [Name, ...Name[]],
): z.ZodType<Condition<Name>> => {
  const inner: z.ZodType<Condition<Name>> = z.lazy(() => condition);
  const list = z.array(inner).min(1).max(RULE_LIMITS.nodes);
  const condition: z.ZodType<Condition<Name>> = z.union([
    z.strictObject({
      field: z.enum(names),
      op: z.enum(OPERATOR_NAMES),
      value,
    }) as unknown as z.ZodType<Comparison<Name>>,
    z.strictObject({ all: list }),
    z.strictObject({ any: list }),
    z.strictObject({ not: inner }),
  ]);
  return condition;
};

export type PaymentCondition = Condition<PaymentField>;
export type ChannelSelector = Condition<ChannelField>;

export const paymentConditionSchema = conditionSchema<PaymentField>(PAYMENT_FIELD_NAMES);
export const channelSelectorSchema = conditionSchema<ChannelField>(CHANNEL_FIELD_NAMES);

export const ruleActionSchema = z.discriminatedUnion('action', [
  z
    .strictObject({ action: z.literal('prefer'), channels: channelSelectorSchema })
    .describe('These channels go before the others, as long as they are healthy.'),
  z
    .strictObject({ action: z.literal('exclude'), channels: channelSelectorSchema })
    .describe('These channels are not used.'),
  z
    .strictObject({ action: z.literal('restrict_to'), channels: channelSelectorSchema })
    .describe('No other channels are used, even when none is left.'),
  z
    .strictObject({
      action: z.literal('weight'),
      channels: channelSelectorSchema,
      percent: z.number().min(-100).max(100),
    })
    .describe('These channels count as worth so many percent of the amount more, or less.'),
  z
    .strictObject({
      action: z.literal('force_order'),
      order: z
        .array(z.union([z.string().min(1).max(textLength), channelSelectorSchema]))
        .min(1)
        .max(listValues)
        .describe('Ids of channels, or conditions that choose some.'),
    })
    .describe('Exactly this order; channels that it does not name come after.'),
  z
    .strictObject({
      action: z.literal('split'),
      shares: z
        .array(
          z.strictObject({
            channels: channelSelectorSchema,
            share: z.int().min(1).max(100).describe('Percent of the payments.'),
          }),
        )
        .min(1)
        .max(listValues),
    })
    .describe(
      'Each payment draws one share: its channels go before the others. Shares sum to 100.',
    ),
]);
export type RuleAction = z.infer<typeof ruleActionSchema>;

export const ruleIdSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);

export const ruleSchema = z.strictObject({
  id: ruleIdSchema.describe('Your own name for the rule, once in a set: a-z, 0-9, "-" and "_".'),
  description: z.string().max(RULE_LIMITS.descriptionLength).optional(),
  when: paymentConditionSchema.optional().describe('Which payments it is for; all when absent.'),
  // biome-ignore lint/suspicious/noThenProperty: never a function, so nothing takes a rule for a promise
  then: ruleActionSchema,
  stop: z.boolean().optional().describe('When it applies, no later rule is looked at.'),
  enabled: z.boolean().optional().describe('false keeps it without using it.'),
});
export type Rule = z.infer<typeof ruleSchema>;

/** The zone of a shop that names none. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

/**
 * What a merchant writes, in the form it is written, stored and shown: its paths are those of the API. Rules apply in
 * their order. `time_zone` (IANA) is where hours and weekdays are counted.
 *
 * The schema knows the form only; `checkRuleSet` knows what makes sense and says what does not.
 */
export const ruleSetSchema = z.strictObject({
  time_zone: z.string().min(1).max(64).default(DEFAULT_TIME_ZONE),
  rules: z.array(ruleSchema).max(RULE_LIMITS.rules),
});
export type RuleSet = z.infer<typeof ruleSetSchema>;
