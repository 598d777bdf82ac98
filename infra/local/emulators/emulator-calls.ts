import { type ServiceCall, serviceCall } from './service-call.ts';

/** Where the stand-ins for AWS listen. */
export interface EmulatorEndpoints {
  readonly region: string;
  readonly dynamoDb: string;
  readonly sqs: string;
}

/** The stand-ins for AWS, as the cloud's own machinery calls them. */
export interface EmulatorCalls {
  readonly dynamoDb: ServiceCall;
  readonly streams: ServiceCall;
  readonly sqs: ServiceCall;
  /** An address that resolves: the emulator's own answers name a host that does not. */
  readonly queueUrl: (queueName: string) => string;
}

/** The emulators' one account. */
export const ACCOUNT_ID = '000000000000';

export const emulatorCalls = ({ region, dynamoDb, sqs }: EmulatorEndpoints): EmulatorCalls => ({
  dynamoDb: serviceCall(dynamoDb, 'dynamodb', region),
  streams: serviceCall(dynamoDb, 'streams', region),
  sqs: serviceCall(sqs, 'sqs', region),
  queueUrl: (queueName) => `${sqs}/${ACCOUNT_ID}/${queueName}`,
});
