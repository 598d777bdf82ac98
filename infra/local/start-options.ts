import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '../bundle.ts';
import { LocalStackError } from './local-stack-error.ts';
import type { LocalStackOptions } from './local-stack-options.ts';

/** What `npm start` takes, beside what every local stack takes. */
export interface StartOptions extends LocalStackOptions {
  /** Print nothing. */
  readonly quiet: boolean;
}

const DEFAULT_PORT = '4000';

/**
 * Reads the command line and `PORT`, `DYNAMODB_ENDPOINT` from the environment.
 * @throws LocalStackError on an option that does not exist or a port that is none.
 */
export const readStartOptions = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): StartOptions => {
  const values = parse(args);
  return {
    directory: values.directory ? resolve(values.directory) : resolve(REPOSITORY, '.local'),
    port: readPort(values.port ?? environment.PORT ?? DEFAULT_PORT),
    callbacksPort: values['callbacks-port'] ? readPort(values['callbacks-port']) : undefined,
    fresh: values.fresh,
    seed: !values['no-seed'],
    quiet: values.quiet,
    measure: values.measure,
    assembly: values.assembly,
    dynamoDbEndpoint: environment.DYNAMODB_ENDPOINT || undefined,
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        assembly: { type: 'string' },
        'callbacks-port': { type: 'string' },
        directory: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        measure: { type: 'boolean', default: false },
        'no-seed': { type: 'boolean', default: false },
        port: { type: 'string' },
        quiet: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new LocalStackError(String((error as Error).message), { cause: error });
  }
};

const readPort = (text: string): number => {
  const port = Number(text);
  // Two more APIs and the simulated gateways follow.
  if (text === '' || !Number.isInteger(port) || port < 0 || port > 65_500) {
    throw new LocalStackError(
      `"${text}" is no port. PORT is a number from 1 to 65500, or 0 for any free port.`,
    );
  }
  return port;
};
