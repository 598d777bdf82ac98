import { z } from 'zod';
import { channelObject, channelParams } from './channels.ts';
import { defineRoute, noQuery, strict } from './route.ts';

const statusChange = (verb: string, summary: string, description: string) =>
  defineRoute({
    method: 'POST',
    path: `/v1/channels/:channelId/${verb}`,
    stage: 'routing',
    operationId: `${verb}Channel`,
    summary,
    description: `${description} Repeating it changes nothing. Takes effect within two seconds.`,
    auth: 'api_key',
    params: channelParams,
    query: noQuery,
    body: strict({}).default({}),
    reply: channelObject,
    status: 200,
    errors: ['not_found', 'concurrent_change'],
  });

export const drainChannel = statusChange(
  'drain',
  'Send no new payments through a channel',
  'Payments that are open run their course; callbacks and queries go on working.',
);
export const freezeChannel = statusChange(
  'freeze',
  'Freeze a channel',
  'As drain, and nothing probes it: for an account the provider has locked. Callbacks and queries of old payments go on working.',
);
export const enableChannel = statusChange(
  'enable',
  'Let a channel take payments again',
  'Ends draining or freezing.',
);

const providerStatusChange = (verb: string, summary: string) =>
  defineRoute({
    method: 'POST',
    path: `/v1/channels/providers/:provider/${verb}`,
    stage: 'routing',
    operationId: `${verb}ProviderChannels`,
    summary,
    description: 'All of your accounts there at once. Repeating it changes nothing.',
    auth: 'api_key',
    params: strict({ provider: z.string().min(1).max(40) }),
    query: noQuery,
    body: strict({}).default({}),
    reply: z.object({ data: z.array(channelObject) }),
    status: 200,
    errors: ['not_found', 'concurrent_change'],
  });

export const drainProviderChannels = providerStatusChange(
  'drain',
  "Send no new payments through any of a provider's accounts",
);
export const freezeProviderChannels = providerStatusChange(
  'freeze',
  "Freeze all of a provider's accounts",
);
export const enableProviderChannels = providerStatusChange(
  'enable',
  "Let all of a provider's accounts take payments again",
);
