import { lowerBound } from '../metrics/diversion.ts';
import type { JobResult } from '../run-job.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { STARTS_AT } from '../world/world.ts';
import { drawChart } from './draw-chart.ts';

const COLOURS: Readonly<Record<string, string>> = {
  'static-priority': '#cf222e',
  'static-rules': '#bf8700',
  'sgd-lr': '#8250df',
  arteria: '#1a7f37',
};
const HOUR = 3_600_000;
/** Each point is the success of the payments of so many minutes around it. */
const AROUND_MINUTES = 3;

/** Success over time around the outage of a scenario, of the payments that could have used the broken channel. */
export const drawOutage = (results: readonly JobResult[], scenarioName: string): string => {
  const scenario = loadScenario(scenarioName);
  const [first] = scenario.incidents;
  const last = scenario.incidents.at(-1);
  if (!first || !last) throw new RangeError(`${scenarioName} has no incident`);
  const broken = scenario.channels.find(({ name }) => name === first.channel);
  const methods = scenario.methods.flatMap((method, index) =>
    broken?.methods.includes(method) ? [index] : [],
  );
  const from = first.start_hour - 0.4;
  const to = last.start_hour + last.minutes / 60 + 0.8;
  const lines = Object.entries(COLOURS).flatMap(([policy, colour]) => {
    const runs = results.filter(
      ({ job, series }) => job.scenario === scenarioName && job.policy === policy && series,
    );
    if (runs.length === 0) return [];
    const points: [number, number][] = [];
    for (let minute = from * 60; minute <= to * 60; minute += 1) {
      points.push([minute / 60, successAround(runs, methods, minute)]);
    }
    return [{ name: policy, colour, points }];
  });
  const ticks: { at: number; label: string }[] = [];
  for (let quarter = Math.ceil(from * 4); quarter <= to * 4; quarter += 1) {
    const minutes = String((quarter % 4) * 15).padStart(2, '0');
    ticks.push({ at: quarter / 4, label: `${Math.floor(quarter / 4)}:${minutes}` });
  }
  return drawChart({
    title: `Success while ${first.channel} is ${scenario.incidents.map(({ kind }) => (kind === 'hard' ? 'down' : kind)).join(', then ')}`,
    xLabel: 'time of day',
    yLabel: 'first tries paid, %',
    xTicks: ticks,
    yTicks: [0, 20, 40, 60, 80, 100],
    spans: scenario.incidents.map(({ start_hour, minutes, kind }) => ({
      from: start_hour,
      to: start_hour + minutes / 60,
      label:
        kind === 'hard' ? 'down: calls refused' : kind === 'silent' ? 'silent: no reports' : kind,
    })),
    lines,
  });
};

const successAround = (
  runs: readonly JobResult[],
  methods: readonly number[],
  minute: number,
): number => {
  let tries = 0;
  let paid = 0;
  for (const { series } of runs) {
    if (!series) continue;
    const start = lowerBound(series.at, STARTS_AT + ((minute - AROUND_MINUTES) / 60) * HOUR);
    const end = lowerBound(series.at, STARTS_AT + ((minute + AROUND_MINUTES) / 60) * HOUR);
    for (let index = start; index < end; index += 1) {
      if (!methods.includes(series.method[index] ?? -1)) continue;
      tries += 1;
      paid += series.paid[index] ?? 0;
    }
  }
  return tries === 0 ? Number.NaN : (100 * paid) / tries;
};
