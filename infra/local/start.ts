import { enableCompileCache } from 'node:module';
import { answerParent, tellParent } from './answer-parent.ts';
import { createClosing } from './closing.ts';
import { openLocalStack } from './local-stack.ts';
import { LocalStackError } from './local-stack-error.ts';
import type { Demo } from './seed/demo-file.ts';
import { openDemoShop } from './seed/open-demo-shop.ts';
import { startMessage } from './start-message.ts';
import { readStartOptions } from './start-options.ts';
import { writeStackFile } from './state/stack-file.ts';

/** `npm start`: everything on this machine, until Ctrl-C. */
const start = async (): Promise<void> => {
  const options = readStartOptions(process.argv.slice(2), process.env);
  const closing = createClosing();
  let stopping = false;
  const stop = async (exitCode: number, problem?: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await closing.close();
    if (problem) process.stderr.write(`${problem}\n`);
    process.exit(exitCode);
  };
  // Once each: a second Ctrl-C ends the process, whatever it waits for, and the emulator with it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0));
  process.once('disconnect', () => void stop(0));

  const progress = options.quiet ? () => {} : (text: string) => process.stdout.write(`${text}\n`);
  const stack = await openLocalStack({ ...options, progress });
  closing.add(() => stack.stop());
  closing.add(writeStackFile(stack));
  void stack.failed.then((error) => stop(1, error.message));
  let demo: Demo | undefined;
  try {
    if (options.seed) demo = await openDemoShop(stack, options.port && options.port + 2, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
  if (!options.quiet) stack.print(`${startMessage(stack, demo, performance.now())}\n`);
  answerParent(stack, demo);
};

enableCompileCache();
try {
  await start();
} catch (error) {
  const text =
    error instanceof LocalStackError ? error.message : ((error as Error).stack ?? String(error));
  if (!(await tellParent({ kind: 'failed', message: text }))) process.stderr.write(`${text}\n`);
  process.exit(1);
}
