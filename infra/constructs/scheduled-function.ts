import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ScheduleTrigger } from '../features/feature.ts';
import type { EnvironmentSettings } from '../stages.ts';
import type { Monitoring } from './monitoring.ts';
import type { ServiceFunction } from './service-function.ts';

/** Shorter than this, one slow run would ring. */
const MIN_PERIOD_MINUTES = 5;

/**
 * Starts a function at a fixed rate. A failed run is not repeated: the next one sees the same work.
 */
export class ScheduledFunction extends Construct {
  constructor(
    scope: Construct,
    props: {
      scheduled: ServiceFunction;
      trigger: ScheduleTrigger;
      settings: EnvironmentSettings;
      monitoring: Monitoring;
    },
  ) {
    const { scheduled, trigger, settings, monitoring } = props;
    const { id } = scheduled.declaration;
    super(scope, `${id}-schedule`);
    scheduled.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    new Rule(this, 'Rule', {
      ruleName: `${settings.prefix}-${id}`,
      schedule: Schedule.rate(Duration.minutes(trigger.rateMinutes)),
      targets: [new LambdaFunction(scheduled.function)],
    });
    monitoring.alarm({
      id: `${id}-stopped`,
      ...trigger.stopped,
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Invocations',
        dimensionsMap: { FunctionName: `${settings.prefix}-${id}` },
        statistic: 'Sum',
        period: Duration.minutes(Math.max(MIN_PERIOD_MINUTES, trigger.rateMinutes)),
      }),
      threshold: 1,
      rings: 'below',
      evaluationPeriods: 2,
    });
  }
}
