import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DURATIONS, METRICS } from '#shared/contract/metrics.ts';
import { observe } from '#shared/platform/observe.ts';

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(JSON.parse(String(chunk)));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it('writes a duration at once, in milliseconds, with its dimensions and fields', () => {
  observe('durations').duration(DURATIONS.routingStep, 1.25, {
    dimensions: { source: 'tables' },
    fields: { loaded: 'rules snapshot' },
  });
  expect(lines).toMatchObject([
    {
      service: 'durations',
      source: 'tables',
      loaded: 'rules snapshot',
      RoutingStepMillis: 1.25,
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Arteria',
            Dimensions: [['service', 'source']],
            Metrics: [{ Name: 'RoutingStepMillis', Unit: 'Milliseconds' }],
          },
        ],
      },
    },
  ]);
});

it('leaves what is counted for the flush', () => {
  const observed = observe('both');
  observed.metrics.count(METRICS.outOfStock);
  observed.duration(DURATIONS.routingStep, 1, { dimensions: { source: 'memory' }, fields: {} });
  observed.flush();
  expect(lines.map((line) => [line.RoutingStepMillis, line.OutOfStock])).toEqual([
    [1, undefined],
    [undefined, 1],
  ]);
});

it('whoever asks for a stage gets the same one, so that the flush of a handler writes what its use cases count', () => {
  observe('one').metrics.count(METRICS.outOfStock);
  observe('another').flush();
  expect(lines).toEqual([]);
  observe('one').flush();
  expect(lines).toMatchObject([{ service: 'one', OutOfStock: 1 }]);
});
