import { z } from 'zod';
import type { LocalSchedule } from './local-model.ts';
import { nameInArn, resourceValue } from './resource-values.ts';
import { resourcesOf, type TemplateSource, without } from './resources-of.ts';

const ruleSchema = z.strictObject({
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(
    z.strictObject({ Arn: z.string(), Id: z.string(), Input: z.string().optional() }),
  ),
});
const invokeSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.int().default(2),
});

/** Lambda's own number of tries after the first one, for functions that are invoked without a caller who waits. */
const DEFAULT_RETRY_ATTEMPTS = 2;

export const readSchedules = (source: TemplateSource): LocalSchedule[] => {
  const retries = new Map(
    resourcesOf(source, 'AWS::Lambda::EventInvokeConfig', invokeSchema).map(({ properties }) => [
      nameInArn(properties.FunctionName),
      properties.MaximumRetryAttempts,
    ]),
  );
  const copied = without('Description', 'Name', 'Tags');
  return resourcesOf(source, 'AWS::Events::Rule', ruleSchema, copied)
    .filter(({ properties }) => properties.State === 'ENABLED')
    .flatMap((rule) =>
      rule.properties.Targets.map((target) => {
        const functionName = nameInArn(target.Arn);
        return {
          name: rule.name,
          arn: resourceValue(rule, 'Arn', source.addresses) ?? rule.name,
          expression: rule.properties.ScheduleExpression,
          functionName,
          input: target.Input === undefined ? undefined : (JSON.parse(target.Input) as unknown),
          retryAttempts: retries.get(functionName) ?? DEFAULT_RETRY_ATTEMPTS,
        };
      }),
    );
};
