import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PROGRAM = `
const [start, chunk] = process.argv.slice(1);
await import(start);
const startedAt = performance.now();
await import(chunk);
process.stdout.write(String(performance.now() - startedAt));
process.exit(0);
`;

/** Milliseconds that importing a chunk takes in a fresh process in which the function has started. */
export const importOnce = async (
  { start, chunk }: { readonly start: string; readonly chunk: string },
  environment: Readonly<Record<string, string>>,
): Promise<number> => {
  const files = [start, chunk].map((file) => pathToFileURL(file).href);
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, ...files],
    { env: environment },
  );
  return Number(stdout);
};
