import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFunctions } from '#infra/bundle.ts';
import { FUNCTIONS } from '#infra/features/features.ts';
import { ENV } from '#shared/contract/environment.ts';
import { startDynamo } from '#test/support/dynamo.ts';
import { anEvent } from '#test/support/http-call.ts';
import { type ColdStart, startOnce } from './coldstart/start-once.ts';
import { bytesAtStart } from './providers/provider-chunks.ts';
import { atMost, type Bench, type BenchRow } from './support/bench.ts';

const RUNS = 5;
/** The callback path must start fast: a provider waits for it. */
const CALLBACK_PATH = ['callbacks-receive', 'callbacks-apply'];
const MAX_CALLBACK_BYTES = 700_000;
const CHANNEL_ID = 'ch_01h455vb4pex5vsknk084sn02q';

/** The least an event of each kind of function makes it do: enough to load all it needs. */
const firstEvent = (id: string): unknown => {
  if (id === 'callbacks-receive') {
    return {
      ...anEvent({ method: 'GET', path: `/callbacks/epay/${CHANNEL_ID}`, query: 'pid=1' }),
      pathParameters: { provider: 'epay', channelId: CHANNEL_ID },
    };
  }
  switch (FUNCTIONS.find((declaration) => declaration.id === id)?.trigger.kind) {
    case 'queue':
    case 'stream':
      return { Records: [] };
    case 'schedule':
      return {};
  }
  return anEvent({
    method: 'GET',
    path: '/v1/orders',
    headers: { authorization: `Bearer sk_test_${'0'.repeat(43)}` },
  });
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * What a function costs before its first answer: bytes of its bundle, then spawn, import and first event in a fresh
 * process, median of five. The floor is Node itself with an empty module.
 */
const coldstart: Bench = async ({ progress }) => {
  const bundles = await bundleFunctions();
  const dynamo = await startDynamo();
  const environment = {
    ...dynamo.environment,
    AWS_ENDPOINT_URL_SQS: dynamo.endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    [ENV.callbacksQueueUrl]: `${dynamo.endpoint}/000000000000/callbacks`,
    [ENV.followUpsQueueUrl]: `${dynamo.endpoint}/000000000000/follow-ups`,
    [ENV.webhooksQueueUrl]: `${dynamo.endpoint}/000000000000/webhooks`,
    [ENV.sealingKey]: 'file:/dev/null',
    [ENV.callbacksBaseUrl]: 'http://127.0.0.1',
    [ENV.originSecret]: 'origin-secret-of-the-tests',
    [ENV.deviceCookieSecret]: 'device-secret-of-the-tests',
  };
  const rows: BenchRow[] = [];
  try {
    const floor = await measure(
      'data:text/javascript,export const handler = async () => {}',
      {},
      environment,
    );
    rows.push({ metric: 'empty function: spawn and import', value: floor.imported, unit: 'ms' });
    for (const { id, folder, sizeBytes } of bundles) {
      const { imported, answered } = await measure(
        pathToFileURL(join(folder, 'index.mjs')).href,
        firstEvent(id),
        environment,
      );
      const size = { unit: 'bytes minified' };
      rows.push(
        CALLBACK_PATH.includes(id)
          ? atMost(`${id}: read at its start`, bytesAtStart(folder), {
              ...size,
              threshold: MAX_CALLBACK_BYTES,
            })
          : { metric: `${id}: bundle`, value: sizeBytes, ...size },
        { metric: `${id}: import (above empty)`, value: imported - floor.imported, unit: 'ms' },
        { metric: `${id}: first event`, value: answered - imported, unit: 'ms' },
      );
      progress(
        `${id}: ${Math.round(sizeBytes / 1000)} KB, import +${imported - floor.imported} ms, first event ${answered - imported} ms`,
      );
    }
  } finally {
    await dynamo.stop();
  }
  return { rows };
};

const measure = async (
  entry: string,
  event: unknown,
  environment: Record<string, string>,
): Promise<{ imported: number; answered: number }> => {
  const runs: ColdStart[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await startOnce(entry, event, environment));
  return {
    imported: median(runs.map(({ importedMillis }) => importedMillis)),
    answered: median(runs.map(({ answeredMillis }) => answeredMillis)),
  };
};

export default coldstart;
