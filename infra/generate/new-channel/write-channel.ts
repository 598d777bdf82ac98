import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { channelFiles } from './channel-files.ts';

const run = promisify(execFile);

/**
 * Writes a new channel into a repository and formats it: where lines break depends on the length of its name.
 *
 * @returns the files, from the root
 * @throws Error when the name is no name or is taken; then nothing was written
 */
export const writeChannel = async (root: string, name: string): Promise<readonly string[]> => {
  const files = await channelFiles(root, name);
  for (const { path, content } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  const paths = files.map(({ path }) => path);
  const code = paths.filter((path) => path.endsWith('.ts'));
  // Not by git's list of ignored files: a copy of the repository has none.
  const options = ['check', '--write', '--vcs-enabled=false'];
  await run(join(root, 'node_modules/.bin/biome'), [...options, ...code], { cwd: root });
  return paths;
};
