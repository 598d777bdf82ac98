import { z } from 'zod';
import { channelStatusSchema, paymentMethodSchema } from '../../domain/channels/channel.ts';
import { channelIdSchema } from '../../domain/identity/ids.ts';
import { ADVICE_CODES } from '../../domain/routing/advice/advice.ts';
import { roleSchema } from './channel-settings.ts';
import { reasonObject } from './reason.ts';
import { apiTime, defineRoute, noQuery, strict } from './route.ts';

export const channelHealth = defineRoute({
  method: 'GET',
  path: '/v1/channels/health',
  stage: 'routing',
  operationId: 'channelHealth',
  summary: 'How each channel is just now, whether it takes payments, and why not',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: z.undefined(),
  reply: z.object({
    data: z.array(
      z.object({
        object: z.literal('channel_health'),
        channel: channelIdSchema,
        label: z.string(),
        provider: z.string(),
        status: channelStatusSchema,
        role: roleSchema,
        takes_payments: z.boolean(),
        state: z
          .enum(['healthy', 'impaired', 'broken', 'recovering'])
          .nullable()
          .describe('From live results; recovering: broken, and tried now. null: no results yet.'),
        success: z
          .object({
            now: z.number().describe('Share of its usual success that it has just now.'),
            methods: z.array(
              z.object({
                method: z.string(),
                tries: z.number().describe('Of the last hours; older ones count less.'),
                paid: z.number(),
                rate: z.number().nullable().describe('Paid of tries; null: no tries.'),
              }),
            ),
            banks: z
              .array(z.object({ issuer: z.string(), now: z.number() }))
              .describe('Banks whose payments do worse there just now.'),
          })
          .nullable(),
        funnel: z
          .object({
            created: z.number().describe('Payments that were started; older ones count less.'),
            shown: z.number().describe('The buyer was given a way to pay.'),
            engaged: z.number().describe('The buyer was taken to the provider or met it.'),
            paid: z.number(),
          })
          .nullable()
          .describe(
            'How far buyers came lately: those who leave before they meet the provider say nothing against it.',
          ),
        seconds_to_success: z.object({ p50: z.number(), p99: z.number() }).nullable(),
        load: z
          .object({ per_second: z.number(), contract_per_second: z.int().nullable() })
          .nullable(),
        next_try: apiTime
          .nullable()
          .describe('From when on single payments or probes try a broken one; null: not broken.'),
        as_of: apiTime.nullable().describe('Up to when results are known.'),
        stale: z
          .boolean()
          .nullable()
          .describe(
            'No result came in for ten minutes: nobody paid, or learning is behind. Things may have changed since.',
          ),
        reasons: z
          .array(reasonObject)
          .describe('What keeps it from taking payments, or makes it come last.'),
        cap: z
          .object({
            day: z.string(),
            amount: z.int(),
            reserved: z.int().describe('Taken today, open payments included.'),
            left: z.int(),
          })
          .nullable(),
        maintenance: z.object({
          now: z.boolean(),
          next: z.object({ starts_at: apiTime, ends_at: apiTime }).nullable(),
        }),
      }),
    ),
  }),
  status: 200,
  errors: [],
});

export const adviseOnChannels = defineRoute({
  method: 'GET',
  path: '/v1/channels/advice',
  stage: 'routing',
  operationId: 'adviseOnChannels',
  summary: 'What to change about your channels',
  description:
    'The most urgent first; empty when the channels are sound. Three to five main channels and one or two backups carry a shop through most outages; more than that only costs attention.',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: z.undefined(),
  reply: z.object({
    data: z.array(
      z.object({
        object: z.literal('channel_advice'),
        code: z.enum(ADVICE_CODES),
        severity: z.enum(['info', 'warning', 'urgent']),
        method: paymentMethodSchema.nullable(),
        channels: z.array(channelIdSchema),
        en: z.string(),
        zh: z.string(),
      }),
    ),
  }),
  status: 200,
  errors: [],
});
