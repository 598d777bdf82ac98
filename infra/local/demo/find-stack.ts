import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Demo, readDemo } from '../seed/demo-file.ts';
import { startLocalStack } from '../start-local-stack.ts';

export interface FoundStack {
  readonly demo: Demo;
  /** Ends the stack if it was started for this. */
  release(): Promise<void>;
}

/** The local stack that runs in `directory`; without one, a stack of its own in a directory that goes with it. */
export const findStack = async (
  directory: string,
  print: (text: string) => void,
): Promise<FoundStack> => {
  const demo = await readDemo(join(directory, 'demo.json'));
  if (demo && (await isUp(demo.baseUrl))) {
    print(`using the local stack at ${demo.baseUrl}`);
    return { demo, release: async () => {} };
  }
  print('no local stack runs; starting one …');
  const ownDirectory = await mkdtemp(join(tmpdir(), 'arteria-demo-'));
  const removeDirectory = () => rm(ownDirectory, { recursive: true, force: true });
  try {
    const stack = await startLocalStack({ directory: ownDirectory });
    if (!stack.demo) throw new Error('the local stack made no demo shop');
    return {
      demo: stack.demo,
      release: async () => {
        await stack.stop();
        await removeDirectory();
      },
    };
  } catch (error) {
    await removeDirectory();
    throw error;
  }
};

const isUp = async (baseUrl: string): Promise<boolean> => {
  try {
    return (await fetch(`${baseUrl}/health`)).ok;
  } catch {
    return false;
  }
};
