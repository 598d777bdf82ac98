import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

/** What one fresh process took, in milliseconds since it was spawned. */
const timingSchema = z.object({ importedMillis: z.number(), answeredMillis: z.number() });
export type ColdStart = z.infer<typeof timingSchema>;

/**
 * Runs in the fresh process: reads the bundle, sends one event, prints when each was done. `performance.timeOrigin`
 * lies after the runtime's own start, so the parent's clock is handed in.
 */
const PROGRAM = `
const [entry, event, spawnedAt] = process.argv.slice(1);
const log = console.log;
console.log = console.info = console.warn = console.error = () => {};
const { handler } = await import(entry);
const imported = Date.now() - Number(spawnedAt);
await handler(JSON.parse(event), { awsRequestId: '1', functionName: 'bench', getRemainingTimeInMillis: () => 30000 });
log(JSON.stringify({ importedMillis: imported, answeredMillis: Date.now() - Number(spawnedAt) }));
process.exit(0);
`;

const LIMIT_MILLIS = 30_000;

/** Starts a bundle in a new process, as Lambda starts a new instance, and has it answer one event. */
export const startOnce = async (
  entry: string,
  event: unknown,
  environment: Record<string, string>,
): Promise<ColdStart> => {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, entry, JSON.stringify(event), String(Date.now())],
    {
      env: { ...environment, PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MILLIS,
    },
  );
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${entry} did not start (exit ${code}): ${errors.slice(-2_000)}`);
  return timingSchema.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
};
