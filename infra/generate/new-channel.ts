import { resolve } from 'node:path';
import { writeChannel } from './new-channel/write-channel.ts';

const root = resolve(import.meta.dirname, '../..');

const main = async (): Promise<number> => {
  const [name, ...rest] = process.argv.slice(2);
  if (name === undefined || rest.length > 0 || name.startsWith('-')) {
    process.stderr.write('usage: npm run new:channel -- <name>\n');
    return 2;
  }
  try {
    for (const path of await writeChannel(root, name)) process.stdout.write(`${path}\n`);
  } catch (problem) {
    process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
    return 1;
  }
  process.stdout.write(
    `\nIt compiles, and the suite refuses it: npx vitest run test/channels/${name}\nWhat comes next: CONTRIBUTING.md, "Add a channel in eight steps"\n`,
  );
  return 0;
};

process.exitCode = await main();
