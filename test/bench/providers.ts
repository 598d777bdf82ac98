import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '#infra/bundle.ts';
import { FUNCTIONS } from '#infra/features/features.ts';
import { ENV } from '#shared/contract/environment.ts';
import { importOnce } from './providers/import-once.ts';
import { type ProviderChunks, providerChunks } from './providers/provider-chunks.ts';
import { atMost, type Bench, type BenchRow } from './support/bench.ts';

const FUNCTION = 'callbacks-receive';
const COMPARED_WITH = 'epay';
const RUNS = 7;
const MAX_KILOBYTES = 150;
const MAX_IMPORT_MILLIS = 50;

/**
 * What a provider costs the function that its callbacks wait for: bytes that loading its port adds to the deployed
 * bundle, and the time it takes in a fresh process. Providers take turns, so that a slow moment of the machine hits all.
 */
const providers: Bench = async ({ progress }) => {
  const folder = await mkdtemp(join(tmpdir(), 'arteria-providers-'));
  try {
    const [bundle] = await bundleFunctions(folder, {
      entries: FUNCTIONS.filter(({ id }) => id === FUNCTION),
    });
    if (!bundle) throw new Error(`there is no function ${FUNCTION}`);
    const chunks = providerChunks(bundle.folder);
    const start = join(bundle.folder, 'index.mjs');
    const times = new Map(chunks.map(({ provider }) => [provider, [] as number[]]));
    for (let run = 0; run < RUNS; run += 1) {
      for (const { provider, entry } of chunks)
        times.get(provider)?.push(await importOnce({ start, chunk: entry }, environment()));
      progress(`run ${run + 1} of ${RUNS}`);
    }
    return { rows: chunks.flatMap((one) => rowsOf(one, times)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The function reads its variables when it starts, and does nothing with them here. */
const environment = (): Record<string, string> => ({
  AWS_REGION: 'eu-central-1',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  ...Object.fromEntries(Object.values(ENV).map((name) => [name, 'a-value'])),
});

const rowsOf = (
  { provider, bytes, gzipBytes, laterBytes }: ProviderChunks,
  times: ReadonlyMap<string, readonly number[]>,
): BenchRow[] => {
  const millis = median(times.get(provider) ?? []);
  return [
    atMost(`${provider}: code`, bytes / 1_000, { unit: 'KB', threshold: MAX_KILOBYTES }),
    { metric: `${provider}: code, compressed`, value: gzipBytes / 1_000, unit: 'KB' },
    ...(laterBytes === 0
      ? []
      : [
          {
            metric: `${provider}: code loaded when first used`,
            value: laterBytes / 1_000,
            unit: 'KB',
          },
        ]),
    atMost(`${provider}: import, median of ${RUNS}`, millis, {
      unit: 'ms',
      threshold: MAX_IMPORT_MILLIS,
    }),
    {
      metric: `${provider}: import against ${COMPARED_WITH}`,
      value: millis / median(times.get(COMPARED_WITH) ?? []),
      unit: 'times',
    },
  ];
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export default providers;
