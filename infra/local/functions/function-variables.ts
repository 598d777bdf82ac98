import { ENV } from '#shared/contract/environment.ts';
import type { EmulatorEndpoints } from '../emulators/emulator-calls.ts';
import { LocalStackError } from '../local-stack-error.ts';
import type { LocalFunction } from '../template/local-model.ts';

export interface LocalEndpoints extends EmulatorEndpoints {
  /** Path of the file with the sealing key. */
  readonly sealingKeyFile: string;
}

/** Set for a whole process in Lambda; here the process is ours. */
const NOT_TAKEN_OVER = new Set(['NODE_OPTIONS']);
/** Nobody listens there: a call to an AWS service without a local stand-in fails instead of reaching a real account. */
const NOWHERE = 'http://127.0.0.1:1';

/** What Lambda gives every function: where AWS is and who calls. */
export const sharedVariables = (endpoints: LocalEndpoints): Record<string, string> => ({
  AWS_REGION: endpoints.region,
  AWS_DEFAULT_REGION: endpoints.region,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL: NOWHERE,
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamoDb,
  AWS_ENDPOINT_URL_SQS: endpoints.sqs,
  // The files of whoever works on this machine must not change what a function sees.
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  [ENV.allowPrivateAddresses]: 'true',
  // Until a simulated Stripe has it.
  [ENV.domainFileUrl]: NOWHERE,
});

/** One function's variables as the template has them, with the key file in place of the KMS key. */
export const functionVariables = (
  { variables }: LocalFunction,
  { sealingKeyFile }: LocalEndpoints,
): Record<string, string> => {
  const kept = Object.entries(variables).filter(([name]) => !NOT_TAKEN_OVER.has(name));
  return {
    ...Object.fromEntries(kept),
    ...(ENV.sealingKey in variables && { [ENV.sealingKey]: `file:${sealingKeyFile}` }),
  };
};

/**
 * The variables of all functions in one: they share a process here.
 * @throws LocalStackError when two functions know one name by two values.
 */
export const unionOfVariables = (
  sets: readonly Readonly<Record<string, string>>[],
): Record<string, string> => {
  const union: Record<string, string> = {};
  for (const [name, value] of sets.flatMap((set) => Object.entries(set))) {
    if (name in union && union[name] !== value) {
      throw new LocalStackError(
        `Two functions have different values of ${name}: the local stack runs all functions in one process and needs one value.`,
      );
    }
    union[name] = value;
  }
  return union;
};
