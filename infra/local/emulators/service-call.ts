import { Agent, request } from 'node:http';

/** An emulator refused a call: the service's own error code, without its namespace. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** One call in the AWS JSON protocol: operation, input, and what stops waiting for the answer. */
export type ServiceCall = (
  operation: string,
  input: object,
  options?: { readonly signal?: AbortSignal },
) => Promise<unknown>;

const TARGET_PREFIXES = {
  dynamodb: 'DynamoDB_20120810',
  streams: 'DynamoDBStreams_20120810',
  sqs: 'AmazonSQS',
} as const;

const MAX_SOCKETS = 64;

/**
 * Calls an emulator on behalf of the cloud's own machinery (pollers, table creation), never for a function: functions
 * use the real SDK. Emulators don't check signatures, and leaving the SDK out saves half a millisecond of CPU a call,
 * which a poller would take from the functions it feeds.
 */
export const serviceCall = (
  endpoint: string,
  service: keyof typeof TARGET_PREFIXES,
  region: string,
): ServiceCall => {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const scope = service === 'sqs' ? 'sqs' : 'dynamodb';
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${scope}/aws4_request, SignedHeaders=host, Signature=00`,
    'x-amz-date': '20260101T000000Z',
  };
  return (operation, input, options) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(input);
      const call = request({
        agent,
        hostname,
        port,
        method: 'POST',
        path: '/',
        signal: options?.signal,
        headers: {
          ...headers,
          'x-amz-target': `${TARGET_PREFIXES[service]}.${operation}`,
          'content-length': Buffer.byteLength(body),
        },
      });
      call.once('error', reject);
      call.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          try {
            resolve(parseAnswer(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
          } catch (error) {
            reject(error);
          }
        });
      });
      call.end(body);
    });
};

const parseAnswer = (status: number, text: string): unknown => {
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  if (status < 300) return answer;
  const { __type = `status ${status}`, message = '' } = answer as {
    __type?: string;
    message?: string;
  };
  throw new ServiceError(__type.slice(__type.indexOf('#') + 1), message);
};
