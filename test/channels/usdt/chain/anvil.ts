import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The chain's program for this machine; `undefined`: there is none for it. */
export const anvilBinary = (): string | undefined => {
  const name = `@foundry-rs/anvil-${process.platform}-${ARCHITECTURES[process.arch]}`;
  try {
    // It is a dependency of that package, for the platforms that it knows.
    const wrapper = require.resolve('@foundry-rs/anvil/package.json');
    const manifest = createRequire(wrapper).resolve(`${name}/package.json`);
    const file = join(
      dirname(manifest),
      'bin',
      process.platform === 'win32' ? 'anvil.exe' : 'anvil',
    );
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
};

export interface Anvil {
  readonly url: string;
  stop(): Promise<void>;
}

const START_MILLIS = 20_000;

/** A chain of its own on a free loopback port. It ends with `stop`, and with this process. */
export const startAnvil = async (binary: string, options: readonly string[]): Promise<Anvil> => {
  const child = spawn(binary, ['--host', '127.0.0.1', '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const port = await portOf(child);
    return {
      url: `http://127.0.0.1:${port}`,
      stop: async () => {
        process.off('exit', kill);
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((resolve) => child.once('exit', resolve));
        kill();
        await ended;
      },
    };
  } catch (error) {
    kill();
    throw error;
  }
};

const portOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let output = '';
    const late = setTimeout(
      () => reject(new Error(`anvil did not start in time: ${output}`)),
      START_MILLIS,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${output}`)));
  });
