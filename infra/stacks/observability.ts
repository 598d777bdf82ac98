import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  MathExpression,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  DURATIONS,
  METRIC_NAMESPACE,
  METRICS,
  type MetricName,
  SOURCE_DIMENSION,
} from '#shared/contract/metrics.ts';
import {
  type AlarmDeclaration,
  DASHBOARD_SECTIONS,
  type Monitoring,
} from '../constructs/monitoring.ts';
import type { EnvironmentSettings } from '../stages.ts';

/** Alarms that ring for people, and one dashboard. */
export class ObservabilityStack extends Stack {
  constructor(
    scope: Construct,
    props: { settings: EnvironmentSettings; telemetryKey: IKey; monitoring: Monitoring },
  ) {
    const { settings, telemetryKey, monitoring } = props;
    super(scope, `${settings.prefix}-observability`, {
      description: 'Arteria: alarms and dashboard',
      terminationProtection: settings.deletionProtection,
    });
    const topic = new Topic(this, 'Alarms', {
      topicName: `${settings.prefix}-alarms`,
      masterKey: telemetryKey,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    watchBusiness(monitoring);
    const action = new SnsAction(topic);
    for (const declaration of monitoring.alarms) {
      const alarm = createAlarm(this, declaration, settings);
      alarm.addAlarmAction(action);
    }
    createDashboard(this, monitoring, settings);
    new CfnOutput(this, 'AlarmsTopicArn', { value: topic.topicArn });
  }
}

const createAlarm = (
  scope: Construct,
  declaration: AlarmDeclaration,
  settings: EnvironmentSettings,
): Alarm => {
  const below = declaration.rings === 'below';
  return new Alarm(scope, declaration.id, {
    alarmName: `${settings.prefix}-${declaration.id}`,
    alarmDescription: `${declaration.errorImpact} Runbook: docs/runbook.md#${declaration.runbook}`,
    metric: declaration.metric,
    threshold: declaration.threshold,
    evaluationPeriods: declaration.evaluationPeriods ?? 1,
    comparisonOperator: below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
};

/** A query and not a metric: the runtime adds dimensions (provider, reason), and all of them count. */
const businessMetric = (name: MetricName, period: Duration): MathExpression =>
  new MathExpression({
    expression: `SELECT SUM("${name}") FROM "${METRIC_NAMESPACE}"`,
    period,
    label: name,
  });

/** A search and not a query, which knows no percentiles: one line for each function, from memory and from tables. */
const routingTime = new MathExpression({
  expression: `SEARCH('{${METRIC_NAMESPACE},service,${SOURCE_DIMENSION}} MetricName="${DURATIONS.routingStep}"', 'p99')`,
  period: Duration.minutes(5),
  label: '',
});

const watchBusiness = (monitoring: Monitoring): void => {
  const alarms = [
    {
      id: 'orders-need-review',
      runbook: 'orders-need-review',
      errorImpact:
        'Money arrived that the rules could not place, so a person must decide about an order.',
      name: METRICS.orderNeedsReview,
      threshold: 1,
    },
    {
      id: 'orders-await-stock',
      runbook: 'orders-await-stock',
      errorImpact: 'Buyers have paid for cards that the shop no longer has.',
      name: METRICS.orderAwaitingStock,
      threshold: 1,
    },
    {
      id: 'callbacks-rejected',
      runbook: 'callbacks-rejected',
      errorImpact:
        "Somebody forges notifications, or a channel's key is wrong and its payments go unnoticed.",
      name: METRICS.callbackRejected,
      threshold: 20,
    },
    {
      id: 'webhook-endpoint-disabled',
      runbook: 'webhook-endpoint-disabled',
      errorImpact: 'A merchant no longer gets webhooks.',
      name: METRICS.webhookEndpointDisabled,
      threshold: 1,
    },
    {
      id: 'provider-outcome-unknown',
      runbook: 'provider-outcome-unknown',
      errorImpact: 'Payments hang without a verdict: the provider answers slowly or not at all.',
      name: METRICS.providerUnknownOutcome,
      threshold: 10,
    },
    {
      id: 'accounts-need-action',
      runbook: 'accounts-need-action',
      errorImpact:
        'A provider refuses payments of an account until somebody mends it: a key, a ban, a limit.',
      name: METRICS.accountNeedsAction,
      threshold: 3,
    },
    {
      id: 'credentials-expire',
      runbook: 'credentials-expire',
      errorImpact:
        "A channel's certificate, key or token ends within weeks or has ended: then its payments fail.",
      name: METRICS.credentialExpiring,
      threshold: 1,
    },
    {
      id: 'unknown-ages',
      runbook: 'unknown-ages',
      errorImpact:
        'A payment or a refund has been without a verdict for a quarter of an hour or longer.',
      name: METRICS.unknownAgeing,
      threshold: 1,
    },
    {
      id: 'refunds-failed',
      runbook: 'refunds-failed',
      errorImpact: 'Money that should have gone back to a buyer did not.',
      name: METRICS.refundFailed,
      threshold: 1,
    },
    {
      id: 'ledgers-unseen',
      runbook: 'ledgers-unseen',
      errorImpact:
        'A ledger cannot be looked at: payments on it are found late, and buyers look at a waiting page.',
      name: METRICS.ledgerUnseen,
      threshold: 10,
    },
    {
      id: 'payments-unconfirmed',
      runbook: 'payments-unconfirmed',
      errorImpact:
        'A notification said "paid" and its provider never confirmed it: a key may have leaked.',
      name: METRICS.paymentUnconfirmed,
      threshold: 1,
    },
  ] as const;
  for (const { id, runbook, errorImpact, name, threshold } of alarms) {
    const metric = businessMetric(name, Duration.minutes(5));
    monitoring.alarm({ id, runbook, errorImpact, metric, threshold });
  }
  monitoring.widget({
    section: 'Business',
    title: 'Sales',
    metrics: [METRICS.orderDelivered, METRICS.latePayment, METRICS.outOfStock].map((name) =>
      businessMetric(name, Duration.minutes(5)),
    ),
  });
  monitoring.widget({
    section: 'Functions',
    title: 'Routing a payment, p99 ms',
    metrics: [routingTime],
  });
  monitoring.widget({
    section: 'Business',
    title: 'Needs people',
    metrics: alarms.map(({ name }) => businessMetric(name, Duration.minutes(5))),
  });
};

const createDashboard = (
  scope: Construct,
  monitoring: Monitoring,
  settings: EnvironmentSettings,
): void => {
  const dashboard = new Dashboard(scope, 'Dashboard', { dashboardName: settings.prefix });
  for (const section of DASHBOARD_SECTIONS) {
    dashboard.addWidgets(new TextWidget({ markdown: `## ${section}`, width: 24, height: 1 }));
    dashboard.addWidgets(
      ...monitoring.widgets
        .filter((widget) => widget.section === section)
        .map(
          (widget) =>
            new GraphWidget({
              title: widget.title,
              left: [...widget.metrics],
              width: 8,
              height: 6,
            }),
        ),
    );
  }
};
