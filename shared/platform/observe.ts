import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Log, Metrics as MetricsPort } from '../application/ports/runtime.ts';
import { type DurationName, METRIC_NAMESPACE } from '../contract/metrics.ts';

export interface DurationLabels {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Observe {
  readonly log: Log;
  readonly metrics: MetricsPort;
  /**
   * Writes how long something took, at once.
   * @param labels dimensions, and fields of the line that are none
   */
  duration(name: DurationName, millis: number, labels: DurationLabels): void;
  /** Writes the metrics counted since the last flush (CloudWatch embedded metric format, one line). */
  flush(): void;
}

const known = new Map<string, Observe>();

/**
 * Logger and metrics of one stage: the stage's word is on every line and every metric. One for each stage, whoever asks:
 * what a use case counts is written by the flush of the handler around it.
 */
export const observe = (stage: string): Observe => {
  const observed = known.get(stage) ?? createObserve(stage);
  known.set(stage, observed);
  return observed;
};

const createObserve = (stage: string): Observe => {
  const logger = new Logger({ serviceName: stage });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: stage });
  return {
    log: {
      info: (message, fields) => logger.info(message, fields ?? {}),
      warn: (message, fields) => logger.warn(message, fields ?? {}),
      error: (message, fields) => logger.error(message, fields ?? {}),
    },
    metrics: {
      count: (name, value = 1, dimensions) => {
        const target = dimensions ? metrics.singleMetric() : metrics;
        if (dimensions) target.addDimensions(dimensions);
        target.addMetric(name, MetricUnit.Count, value);
      },
    },
    duration: (name, millis, { dimensions, fields }) => {
      const target = metrics.singleMetric();
      target.addDimensions(dimensions);
      for (const [field, value] of Object.entries(fields)) target.addMetadata(field, value);
      target.addMetric(name, MetricUnit.Milliseconds, millis);
    },
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
};
