import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { sdkNeeds } from './sdk-needs.ts';

/**
 * Loaded into a local stack's process (`--import`): writes a line `{ folder, needs }` for every call that a bundled
 * function makes to DynamoDB or SQS. The bundle that calls is on the stack at that moment.
 */
const file = process.env.ARTERIA_NEEDS_FILE;

subscribe('http.client.request.created', (message) => {
  const folder = /\/(asset\.[0-9a-f]+)\//.exec(stackOfCaller())?.[1];
  if (!file || !folder) return;
  const { request } = message as { request: ClientRequest };
  const end = request.end;
  request.end = ((...args: unknown[]) => {
    const target = request.getHeader('x-amz-target');
    if (typeof target === 'string') {
      const [body] = args;
      const text = typeof body === 'string' ? body : Buffer.from(body as Uint8Array).toString();
      appendFileSync(file, `${JSON.stringify({ folder, needs: sdkNeeds(target, text) })}\n`);
    }
    return Reflect.apply(end, request, args);
  }) as typeof request.end;
});

const stackOfCaller = (): string => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 40;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  return stack;
};
