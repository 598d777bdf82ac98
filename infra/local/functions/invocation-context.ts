import type { Context } from 'aws-lambda';
import type { LocalFunction } from '../template/local-model.ts';

/** What Lambda tells a function about its invocation. */
export const createInvocationContext = (
  { name, arn, memoryMegabytes }: LocalFunction,
  requestId: string,
  deadlineMillis: number,
): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: name,
  functionVersion: '$LATEST',
  invokedFunctionArn: arn,
  memoryLimitInMB: String(memoryMegabytes),
  awsRequestId: requestId,
  logGroupName: `/arteria/local/${name}`,
  logStreamName: 'local',
  getRemainingTimeInMillis: () => Math.max(0, deadlineMillis - Date.now()),
  // Callback style ended with the Node 24 runtime; the type still names it.
  done: () => {},
  fail: () => {},
  succeed: () => {},
});
