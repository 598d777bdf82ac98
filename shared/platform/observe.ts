import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Log, Metrics as MetricsPort } from '../application/ports/runtime.ts';
import { METRIC_NAMESPACE } from '../contract/metrics.ts';

export interface Observe {
  readonly log: Log;
  readonly metrics: MetricsPort;
  /** Writes the metrics counted since the last flush (CloudWatch embedded metric format, one line). */
  flush(): void;
}

/** Logger and metrics of one stage: the stage's word is on every line and every metric. */
export const observe = (stage: string): Observe => {
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
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
};
