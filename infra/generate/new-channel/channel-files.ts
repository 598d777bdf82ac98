import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addLine } from './add-line.ts';

/** A file to write, from the repository's root. */
export interface ChannelFile {
  readonly path: string;
  readonly content: string;
}

/** Where each folder of templates goes. */
const FOLDERS: Readonly<Record<string, (name: string) => string>> = {
  shared: (name) => `shared/channels/${name}`,
  simulator: (name) => `infra/local/providers/${name}`,
  test: (name) => `test/channels/${name}`,
};

const CHANNELS = 'shared/channels/registry.ts';
const SIMULATIONS = 'infra/local/providers/registry.ts';

/** Also an identifier, a folder, a word in addresses and a provider's name in the API. */
const NAME = /^[a-z][a-z0-9]{1,29}$/;

/**
 * The files of a new channel: whole in structure, and wrong in every answer on purpose. It says `unknown` and `rejected`
 * until its wire is written, so that the suite refuses it and no money depends on it.
 *
 * @param root the repository
 * @throws Error when the name is no name or is taken
 */
export const channelFiles = async (root: string, name: string): Promise<readonly ChannelFile[]> => {
  if (!NAME.test(name))
    throw new Error(
      `"${name}" is no name for a provider: lower-case letters and digits, at most 30`,
    );
  const taken = Object.values(FOLDERS)
    .map((folder) => folder(name))
    .filter((folder) => existsSync(join(root, folder)));
  if (taken.length > 0) throw new Error(`there is ${taken.join(' and ')} already`);
  const fill = (text: string): string =>
    text.replaceAll('{{name}}', name).replaceAll('{{Name}}', capitalised(name));
  const files: ChannelFile[] = [];
  for (const [folder, target] of Object.entries(FOLDERS)) {
    const from = join(import.meta.dirname, 'templates', folder);
    for (const template of (await readdir(from)).sort())
      files.push({
        path: `${target(name)}/${template.replace(/\.tmpl$/, '')}`,
        content: fill(await readFile(join(from, template), 'utf8')),
      });
  }
  const lines = {
    [CHANNELS]: `  ${name}: async () => (await import('./${name}/index.ts')).${name},`,
    [SIMULATIONS]: `  ${name}: async () => untyped((await import('./${name}/simulation.ts')).${name}),`,
  };
  for (const [path, line] of Object.entries(lines))
    files.push({ path, content: addLine(await readFile(join(root, path), 'utf8'), name, line) });
  return files;
};

const capitalised = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
