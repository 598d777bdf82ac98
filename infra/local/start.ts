import { answerParent, tellParent } from './answer-parent.ts';
import { openLocalStack } from './local-stack.ts';
import { LocalStackError } from './local-stack-error.ts';
import { openDemoShop } from './seed/open-demo-shop.ts';
import { startOptionsHelp, startMessage } from './start-message.ts';
import { readStartOptions } from './start-options.ts';

/** `npm start`: everything on this machine, until Ctrl-C. */
const start = async (): Promise<void> => {
  const startedAt = performance.now();
  const options = readStartOptions(process.argv.slice(2), process.env);
  const print = (text: string): void => {
    if (!options.quiet) process.stdout.write(`${text}\n`);
  };
  const stack = await openLocalStack({ ...options, progress: print });
