import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PAGE_SCRIPTS } from '#shared/contract/page-scripts.ts';

/** The folder with the scripts, beside the bundled code. */
export const SCRIPTS_FOLDER = new URL(`./${PAGE_SCRIPTS.folder}/`, import.meta.url);

const listSchema = z.record(z.string(), z.string());

/**
 * Addresses of the scripts that were built into this function, by name.
 * @throws when the function was bundled without them
 */
export const pageScripts = (folder: URL = SCRIPTS_FOLDER): ((name: string) => string) => {
  const list = listSchema.parse(
    JSON.parse(readFileSync(new URL(PAGE_SCRIPTS.list, folder), 'utf8')),
  );
  return (name) => {
    const file = list[name];
    if (file === undefined) throw new Error(`the script ${name} was not built`);
    return `${PAGE_SCRIPTS.path}/${file}`;
  };
};
