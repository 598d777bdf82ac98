import type { Closing } from '../closing.ts';
import type { LocalDirectory } from '../state/local-directory.ts';
import { type EmulatorCalls, emulatorCalls } from './emulator-calls.ts';
import { startDynamoDb } from './start-dynamodb.ts';
import { startSqs } from './start-sqs.ts';

export interface Emulators extends EmulatorCalls {
  readonly dynamoDbEndpoint: string;
  readonly sqsEndpoint: string;
  /** Call once the tables exist. */
  prepareTables(): void;
  /** Resolves when one of them ends without having been asked to. */
  readonly failed: Promise<Error>;
}

/** Starts the stand-ins for AWS. */
export const startEmulators = async (
  directory: LocalDirectory,
  region: string,
  closing: Closing,
  otherDynamoDb: string | undefined,
): Promise<Emulators> => {
  const dynamoDb = await startDynamoDb({
    directory: directory.dynamoDb,
    logFile: directory.emulatorLog,
    region,
    otherEndpoint: otherDynamoDb,
  });
  closing.add(() => dynamoDb.stop());
  const sqs = await startSqs({ directory: directory.sqs, region });
  closing.add(() => sqs.stop());
  return {
    dynamoDbEndpoint: dynamoDb.endpoint,
    sqsEndpoint: sqs.endpoint,
    ...emulatorCalls({ region, dynamoDb: dynamoDb.endpoint, sqs: sqs.endpoint }),
    prepareTables: dynamoDb.prepare,
    failed: Promise.race([dynamoDb.failed, sqs.failed]),
  };
};
