import { parseScenario } from '#test/bench/routing/scenario/load-scenario.ts';
import { simulate } from '#test/bench/routing/simulate.ts';
import { policyNamed } from '#test/bench/routing/policies/policies.ts';
import { diversionsOf } from '#test/bench/routing/metrics/diversion.ts';
import { quantile } from '#test/bench/routing/metrics/statistics.ts';
const [seeds, names, over] = process.argv.slice(2);
const scenario = parseScenario(JSON.parse(over ?? '{}'));
for (const name of (names ?? 'static-priority').split(',')) for (const seed of seeds!.split(',').map(Number)) {
  const t = Date.now();
  const r = simulate(scenario, seed, policyNamed(name));
  const s = r.tally.summary();
  const d = diversionsOf(r.tally.series(), r.incidents);
  const ttd = (k?: string) => { const v = d.filter((x) => !k || x.kind === k).map((x) => x.divertSeconds); return `${quantile(v, .5)?.toFixed(0)}/${quantile(v, .9)?.toFixed(0)}(${v.length})`; };
  const ret = d.map((x) => x.returnSeconds).filter((x) => x !== undefined) as number[];
  console.log(name.padEnd(16), seed, 'first', (100 * s.firstSuccess).toFixed(2), 'final', (100 * s.finalSuccess).toFixed(2), 'profit', Math.round(s.profitMinor / 100), 'over%', (100 * s.overloadShare).toFixed(1), 'dead%', (100 * s.deadShare).toFixed(2), 'ece', s.calibrationError?.toFixed(4), 'max', Math.max(...s.shares).toFixed(2), 'ttd', ttd(), 'h', ttd('hard'), 's', ttd('silent'), 'b', ttd('brownout'), 'ttr', quantile(ret, .5)?.toFixed(0), JSON.stringify(s.violations), (Date.now() - t) + 'ms', r.microsPerDecision.toFixed(1) + 'us');
}
