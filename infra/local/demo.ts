import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '../bundle.ts';
import { findStack } from './demo/find-stack.ts';
import { sellOneCard } from './demo/sell-one-card.ts';

/** `npm run demo`: one whole sale in the terminal. Exit code 0 only if the card came, exactly once. */
const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const { values } = parseArgs({ options: { directory: { type: 'string' } } });
const directory = resolve(values.directory ?? join(REPOSITORY, '.local'));
const { demo, release } = await findStack(directory, print);
try {
  const once = await sellOneCard(demo, print);
  print(once ? 'The card came exactly once.' : 'That is not one card for one payment.');
  process.exitCode = once ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await release();
}
