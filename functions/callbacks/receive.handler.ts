import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { receiveCallback } from '#shared/application/callbacks/receive-callback.ts';
import { ENV, MAX_CALLBACK_BYTES } from '#shared/contract/environment.ts';
import { bodyBytes } from '#shared/platform/http/body.ts';
import { observe } from '#shared/platform/observe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { channelServices } from '../wiring/channel-services.ts';
import { messageQueues } from '../wiring/message-queues.ts';

const observed = observe('callbacks');
const deps = {
  ...channelServices(createDocumentClient()),
  queue: messageQueues(ENV.callbacksQueueUrl).callbacks,
  runtime: systemRuntime,
  log: observed.log,
  metrics: observed.metrics,
  maxBodyBytes: MAX_CALLBACK_BYTES,
};

/** `GET|POST /callbacks/{provider}/{channelId}`: verify, queue, answer in the provider's words. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .after(() => observed.flush())
  .onError((request) => {
    observed.log.error('a callback could not be received', { error: request.error });
    observed.flush();
    // Any answer but the expected one makes the provider repeat it.
    request.response = { statusCode: 503, headers: { 'content-type': 'text/plain' }, body: 'fail' };
  })
  .handler(async (event) => {
    const { status, headers, body } = await receiveCallback(deps, {
      provider: event.pathParameters?.provider ?? '',
      channelId: event.pathParameters?.channelId ?? '',
      httpMethod: event.requestContext.http.method,
      headers: event.headers as Record<string, string>,
      query: event.rawQueryString,
      body: bodyBytes(event),
    });
    return { statusCode: status, headers: { ...headers }, body };
  });
