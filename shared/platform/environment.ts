import type { EnvironmentName } from '../contract/environment.ts';

/**
 * Reads the variables a function needs, once per cold start; a missing one stops the function with its name.
 */
export const readEnvironment = <Name extends EnvironmentName>(
  ...names: readonly Name[]
): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(`missing environment variables: ${missing.join(', ')}`);
  }
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
};
