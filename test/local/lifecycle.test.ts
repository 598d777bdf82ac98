import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type RunningStack,
  type StartLocalStackOptions,
  startLocalStack,
} from '#infra/local/start-local-stack.ts';
import { temporaryDirectory } from './support/tiny-assembly.ts';
import { tinyShop } from './support/tiny-shop.ts';
import { until } from './support/until.ts';

let assembly: string;
const running = new Set<RunningStack>();

const start = async (options: Partial<StartLocalStackOptions> & { directory: string }) => {
  const stack = await startLocalStack({ seed: false, assembly, ...options });
  running.add(stack);
  return stack;
};

const portOf = (url: string) => Number(new URL(url).port);
const seenSchema = z.array(
  z.looseObject({ job: z.string().optional(), ok: z.boolean().optional() }),
);

const seen = async (stack: RunningStack) =>
  seenSchema.parse(await (await fetch(`${stack.baseUrl}/seen`)).json());

const sendJob = (stack: RunningStack, job: { id: string; failures?: number }) =>
  fetch(`${stack.baseUrl}/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([job]),
  });

/** Whether anybody still answers there. */
const isUp = async (url: string): Promise<boolean> => {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
};

/** Runs `npm start` with options until it ends by itself. */
const runStart = (...args: string[]) =>
  new Promise<{ code: number | null; stderr: string }>((resolve) => {
    const file = fileURLToPath(new URL('../../infra/local/start.ts', import.meta.url));
    const child = execFile(process.execPath, [file, ...args], (_error, _stdout, stderr) => {
      resolve({ code: child.exitCode, stderr });
    });
  });

beforeAll(async () => {
  assembly = await tinyShop();
});

afterEach(async () => {
  await Promise.all([...running].map((stack) => stack.stop()));
  running.clear();
});

describe('a local stack', () => {
  it('ends with code 0 on Ctrl-C and takes everything it started with it', async () => {
    const stack = await start({ directory: temporaryDirectory() });
    expect(await stack.stop()).toBe(0);
    for (const url of [stack.baseUrl, stack.callbackBaseUrl, ...emulatorUrls(stack)]) {
      expect(await isUp(url)).toBe(false);
    }
  });

  it('killed with SIGKILL leaves no emulator behind', async () => {
    const stack = await start({ directory: temporaryDirectory() });
    await stack.kill();
    running.delete(stack);
    for (const url of emulatorUrls(stack)) {
      await until(`${url} is gone`, async () => ((await isUp(url)) ? undefined : true));
    }
  });

  it('killed with SIGKILL starts again on the same ports with all its data, messages in work included', async () => {
    const directory = temporaryDirectory();
    const first = await start({ directory });
    await fetch(`${first.baseUrl}/items/kept`, { method: 'PUT' });
    await sendJob(first, { id: 'in work', failures: 1 });
    await until('the first try', async () =>
      (await seen(first)).find(({ job }) => job === 'in work'),
    );
    await first.kill();
    running.delete(first);

    const second = await start({
      directory,
      port: portOf(first.baseUrl),
      callbacksPort: portOf(first.callbackBaseUrl),
    });
    expect(second.baseUrl).toBe(first.baseUrl);
    expect((await fetch(`${second.baseUrl}/items/kept`)).status).toBe(200);
    await until('the job after the crash', async () =>
      (await seen(second)).find(({ job }) => job === 'in work'),
    );
  });

  it('pauses one queue and answers other questions meanwhile', async () => {
    const stack = await start({ directory: temporaryDirectory() });
    const [, measurements] = await Promise.all([stack.pauseQueue('jobs'), stack.measurements()]);
    expect(measurements.functions).toEqual({});
    await sendJob(stack, { id: 'waits' });
    expect((await seen(stack)).filter(({ job }) => job === 'waits')).toEqual([]);
    await stack.resumeQueue('jobs');
    await until('the job', async () => (await seen(stack)).find(({ job }) => job === 'waits'));
    await expect(stack.pauseQueue('none')).rejects.toThrow('No queue "none" has a consumer');
  });

  it('that has ended answers a question with its end', async () => {
    const stack = await start({ directory: temporaryDirectory() });
    await stack.stop();
    running.delete(stack);
    await expect(stack.pauseQueue('jobs')).rejects.toThrow('The local stack ended with 0.');
  });

  it('says which port is taken and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const directory = temporaryDirectory();
    const args = [`--directory=${directory}`, `--assembly=${assembly}`, '--no-seed'];
    const { code, stderr } = await runStart(...args, `--port=${port}`);
    server.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port}, wanted for the API, is taken by another program.`);
    expect(stderr).toContain('PORT=');
    expect(stderr).not.toContain('at ');
  });

  it('refuses a second one in the same directory', async () => {
    const directory = temporaryDirectory();
    await start({ directory });
    await expect(start({ directory })).rejects.toThrow(/Another local stack already runs in/);
  });

  it('refuses a function whose variable the template forgot, by name, before it serves anything', async () => {
    const forgetful = await tinyShop({
      api: 'if (!process.env.FORGOTTEN) throw new Error("missing FORGOTTEN"); export const handler = () => 1;',
    });
    const directory = temporaryDirectory();
    await expect(start({ directory, assembly: forgetful })).rejects.toThrow(
      /The function api does not load: Error: missing FORGOTTEN/,
    );
  });

  it('keeps its secrets from other users of the machine', async () => {
    const directory = join(temporaryDirectory(), 'state');
    await start({ directory });
    expect((await stat(directory)).mode & 0o077).toBe(0);
    expect((await stat(join(directory, 'sealing.key'))).mode & 0o077).toBe(0);
  });
});

function emulatorUrls({ emulators }: RunningStack): string[] {
  return [emulators.dynamoDbEndpoint, `${emulators.sqsEndpoint}/health`];
}
