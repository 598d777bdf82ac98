import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** An alarm, declared where its resource is made and created in the observability stack. */
export interface AlarmDeclaration {
  /** Kebab-case name of the alarm inside its environment. */
  readonly id: string;
  /** One sentence: what goes wrong for buyers or merchants while it rings. */
  readonly errorImpact: `${string}.`;
  /** A heading of docs/runbook.md, as the slug in its link. */
  readonly runbook: string;
  readonly metric: IMetric;
  /** Rings when the metric is at or over it (or under it: `rings: 'below'`) … */
  readonly threshold: number;
  /** `below` also rings when there is no data: something stopped. Default `at_or_above`. */
  readonly rings?: 'at_or_above' | 'below';
  /** … in so many periods in a row. Default 1. */
  readonly evaluationPeriods?: number;
}

/** The dashboard's sections, in their order. */
export const DASHBOARD_SECTIONS = ['Business', 'HTTP', 'Queues', 'Functions', 'Tables'] as const;

/** A graph of the dashboard. */
export interface DashboardWidget {
  readonly section: (typeof DASHBOARD_SECTIONS)[number];
  readonly title: string;
  readonly metrics: readonly IMetric[];
}

/**
 * Collects what the constructs want watched. Constructs declare an alarm beside the thing that fails; the
 * observability stack, which comes last, turns all of it into alarms and one dashboard.
 */
export class Monitoring {
  readonly alarms: AlarmDeclaration[] = [];
  readonly widgets: DashboardWidget[] = [];

  alarm(declaration: AlarmDeclaration): void {
    if (this.alarms.some(({ id }) => id === declaration.id)) {
      throw new Error(`two alarms are called "${declaration.id}"`);
    }
    this.alarms.push(declaration);
  }

  widget(widget: DashboardWidget): void {
    this.widgets.push(widget);
  }
}
