import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { stepWatch } from '#functions/wiring/step-watch.ts';
import { boundedCache } from '#shared/adapters/dynamodb/bounded-cache.ts';
import type { Stopwatch } from '#shared/application/ports/runtime.ts';
import { DURATIONS } from '#shared/contract/metrics.ts';
import type { DurationLabels } from '#shared/platform/observe.ts';

let clock: number;
let durations: { millis: number; labels: DurationLabels }[];
let watch: Stopwatch;
let load: (name: string, key?: string) => Promise<string>;
beforeEach(() => {
  clock = 0;
  durations = [];
  watch = stepWatch(
    { duration: (_name, millis, labels) => durations.push({ millis, labels }) },
    () => clock,
  );
  const options = { keptMillis: 100, maxEntries: 9, now: () => clock };
  const caches = new Map(
    ['snapshot', 'rules'].map((name) => [name, boundedCache<string>({ name, ...options })]),
  );
  load = async (name, key = 'tenant') =>
    (await caches.get(name)?.(key, async () => {
      await pause(1);
      clock += 3;
      return 'value';
    })) ?? '';
});

const labels = (source: string, loaded: string) => ({
  dimensions: { source },
  fields: { loaded },
});
const timed = (work: () => Promise<unknown>) => watch.time(DURATIONS.routingStep, work);

it('tells a step that read tables from one that went by memory, and what was read', async () => {
  const both = () => Promise.all([load('snapshot'), load('rules')]);
  await timed(both);
  await timed(both);
  clock += 100;
  await timed(() => load('snapshot'));
  expect(durations).toEqual([
    { millis: 6, labels: labels('tables', 'rules snapshot') },
    { millis: 0, labels: labels('memory', '') },
    { millis: 3, labels: labels('tables', 'snapshot') },
  ]);
});

it('keeps steps apart that run at the same time', async () => {
  await Promise.all([timed(() => load('snapshot', 'a')), timed(() => load('rules', 'b'))]);
  expect(durations.map(({ labels: { fields } }) => fields.loaded).toSorted()).toEqual([
    'rules',
    'snapshot',
  ]);
});

it('hands on what the step answers, and measures one that throws as well', async () => {
  expect(await timed(async () => 7)).toBe(7);
  await expect(timed(() => Promise.reject(new Error('no table')))).rejects.toThrow('no table');
  expect(durations).toHaveLength(2);
});
