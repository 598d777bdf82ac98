import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { cachedCaps } from '#shared/adapters/dynamodb/cached-caps.ts';
import { cachedChannels } from '#shared/adapters/dynamodb/cached-channels.ts';
import { dynamoChannelStore } from '#shared/adapters/dynamodb/channel-store.ts';
import { dynamoLeaseStore } from '#shared/adapters/dynamodb/lease-store.ts';
import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

/** What it takes to speak to a shop's accounts on the payment path. */
export const channelServices = (documents: DynamoDBDocumentClient) => {
  const environment = readEnvironment(ENV.channelsTable, ENV.sealingKey, ENV.callbacksBaseUrl);
  const store = dynamoChannelStore({ documents, tableName: environment[ENV.channelsTable] });
  return {
    channels: cachedChannels(store),
    caps: cachedCaps(store),
    registry: channelRegistry,
    sealer: createSealer(environment[ENV.sealingKey]),
    http: createProviderHttp({
      allowPrivateAddresses: process.env[ENV.allowPrivateAddresses] === 'true',
    }),
    leases: dynamoLeaseStore({ documents, tableName: environment[ENV.channelsTable] }),
    callbacksBaseUrl: environment[ENV.callbacksBaseUrl],
    now: systemRuntime.now,
  };
};
