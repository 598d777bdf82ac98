import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LocalStackError } from '../local-stack-error.ts';
import type { LocalFunction } from '../template/local-model.ts';
import {
  functionVariables,
  type LocalEndpoints,
  sharedVariables,
  unionOfVariables,
} from './function-variables.ts';
import type { Handler, LoadedFunction } from './loaded-function.ts';
import { setVariables } from './set-variables.ts';

/**
 * Imports every bundle. While one is evaluated, the environment holds the variables of that function and of no
 * other, so that a variable that the template forgot is missed here as in the cloud. Afterwards all of them stay set.
 *
 * @throws LocalStackError when a function does not load.
 */
export const loadFunctions = async (
  functions: readonly LocalFunction[],
  endpoints: LocalEndpoints,
): Promise<{ loaded: ReadonlyMap<string, LoadedFunction>; restore: () => void }> => {
  const shared = sharedVariables(endpoints);
  const sets = functions.map((declared) => functionVariables(declared, endpoints));
  const union = unionOfVariables([shared, ...sets]);
  const loaded = new Map<string, LoadedFunction>();
  for (const [index, declared] of functions.entries()) {
    const restore = setVariables({
      ...shared,
      ...sets[index],
      AWS_LAMBDA_FUNCTION_NAME: declared.name,
    });
    try {
      loaded.set(declared.name, { ...declared, handler: await importHandler(declared) });
    } finally {
      restore();
    }
  }
  return { loaded, restore: setVariables({ ...union, AWS_LAMBDA_FUNCTION_NAME: 'local' }) };
};

/** A module is evaluated once per address: a later stack in this process needs addresses of its own. */
let imports = 0;

const importHandler = async ({
  name,
  folder,
  module,
  exportName,
}: LocalFunction): Promise<Handler> => {
  const file = join(folder, `${module}.mjs`);
  imports += 1;
  try {
    const exports: Record<string, unknown> = await import(`${pathToFileURL(file).href}?${imports}`);
    const handler = exports[exportName];
    if (typeof handler !== 'function') throw new Error(`${file} does not export ${exportName}`);
    return handler as Handler;
  } catch (error) {
    throw new LocalStackError(`The function ${name} does not load: ${String(error)}`, {
      cause: error,
    });
  }
};
