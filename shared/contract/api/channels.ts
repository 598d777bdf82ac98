import { z } from 'zod';
import { ASSUMED_FIGURES } from '../../domain/channels/assumed-figures.ts';
import {
  channelStatusSchema,
  paymentMethodSchema,
  riskLevelSchema,
} from '../../domain/channels/channel.ts';
import { TEST_VERDICTS } from '../../domain/channels/test-verdict.ts';
import { channelIdSchema } from '../../domain/identity/ids.ts';
import { currencySchema } from '../../domain/money/money.ts';
import {
  channelConfig,
  channelCredentialChanges,
  channelCredentials,
  channelSettings,
  roleSchema,
} from './channel-settings.ts';
import { apiTime, defineRoute, listReply, noQuery, pageQuery, strict } from './route.ts';

export const channelParams = strict({ channelId: channelIdSchema });

export const channelObject = z.object({
  object: z.literal('channel'),
  id: channelIdSchema,
  mode: z.enum(['test', 'live']),
  provider: z.string(),
  label: z.string(),
  status: channelStatusSchema,
  role: roleSchema,
  priority: z.int(),
  weight: z.int(),
  methods: z.array(paymentMethodSchema),
  currency: currencySchema,
  min_amount: z.int().nullable(),
  max_amount: z.int().nullable(),
  daily_cap: z.int().nullable(),
  confirm_from: z.int().nullable(),
  day_zone: z.string(),
  fee: z.object({ rate_basis_points: z.int(), fixed_amount: z.int() }),
  costs: z
    .object({
      withdrawal: z
        .object({
          rate_basis_points: z.int(),
          fixed_amount: z.int(),
          typical_amount: z.int(),
        })
        .nullable(),
      settlement: z.object({ days: z.int(), minimum_amount: z.int().nullable() }).nullable(),
      hidden_basis_points: z.int(),
      risk_basis_points: z.int(),
      attempt_amount: z.int(),
    })
    .describe('Costs that no fee shows.'),
  assumed: z
    .array(z.enum(ASSUMED_FIGURES))
    .describe(
      'Figures that are what the provider usually charges and allows: enter those of your own contract.',
    ),
  tags: z.array(z.string()),
  issuer_limits: z.array(z.object({ issuer: z.string(), max_amount: z.int() })),
  max_risk: riskLevelSchema,
  max_per_second: z.int().nullable(),
  upstream: z.string(),
  maintenance: z.array(z.object({ starts_at: apiTime, ends_at: apiTime })),
  config: z.record(z.string(), z.unknown()),
  credentials_set: z
    .array(z.string())
    .describe('Names of the secrets that are set. Secrets are never shown.'),
  account_version: z
    .int()
    .describe(
      'Counts the accounts and keys that the channel has had; every payment belongs to one.',
    ),
  retired_accounts: z
    .array(
      z.object({
        version: z.int(),
        account: z.string(),
        credentials_set: z.array(z.string()).describe('Empty: its secrets were dropped.'),
        retired_at: apiTime,
      }),
    )
    .describe(
      'Accounts and keys that were replaced, newest first. Callbacks of their payments are still believed, and refunds go through them.',
    ),
  notify_url: z.string().describe('Where the provider reports payments of this account.'),
  created_at: apiTime,
  updated_at: apiTime,
});

export const createChannel = defineRoute({
  method: 'POST',
  path: '/v1/channels',
  stage: 'routing',
  operationId: 'createChannel',
  summary: 'Add an account at a payment provider',
  description:
    'The settings in `config` and the secrets in `credentials` depend on the provider. Secrets are sealed and can be replaced but not read. ' +
    'Without `fee` or `costs.settlement` the account starts with what the provider usually charges, for the dearest of its methods, and with the days until it usually pays out; without `min_amount` or `max_amount` with the limits that the provider publishes, where it does. ' +
    '`assumed` names the figures that came about like this; entering your own replaces them.',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: strict({
    ...channelSettings,
    provider: z.string().min(1).max(40).describe('The kind of provider, e.g. epay.'),
    status: channelStatusSchema.default('enabled'),
    role: channelSettings.role.default('main'),
    priority: channelSettings.priority.default(100),
    weight: channelSettings.weight.default(100),
    methods: channelSettings.methods
      .optional()
      .describe('All that the provider offers when absent.'),
    currency: currencySchema.optional().describe('May be left out when the provider has only one.'),
    min_amount: channelSettings.min_amount.optional(),
    max_amount: channelSettings.max_amount.optional(),
    daily_cap: channelSettings.daily_cap.optional(),
    confirm_from: channelSettings.confirm_from.optional(),
    day_zone: channelSettings.day_zone.default('Asia/Shanghai'),
    fee: channelSettings.fee.optional().describe('What the provider usually charges when absent.'),
    upstream: channelSettings.upstream
      .optional()
      .describe("The gateway's host when absent, or the provider when it has no gateway address."),
    maintenance: channelSettings.maintenance.default([]),
    costs: channelSettings.costs.optional(),
    tags: channelSettings.tags.optional(),
    issuer_limits: channelSettings.issuer_limits.optional(),
    max_risk: channelSettings.max_risk.optional(),
    max_per_second: channelSettings.max_per_second.optional(),
    config: channelConfig.default({}),
    credentials: channelCredentials.default({}),
  }),
  reply: channelObject,
  status: 201,
  errors: ['invalid_parameter', 'invalid_channel_config', 'limit_exceeded'],
  example: {
    body: {
      provider: 'epay',
      label: 'Main gateway',
      config: {
        gatewayUrl: 'https://pay.example.com/',
        pid: '1001',
        protocol: 'v1',
        accessMode: 'page',
      },
      credentials: { key: 'the-merchant-key' },
    },
  },
});

export const listChannels = defineRoute({
  method: 'GET',
  path: '/v1/channels',
  stage: 'routing',
  operationId: 'listChannels',
  summary: 'List your channels, oldest first',
  auth: 'api_key',
  params: strict({}),
  query: strict({ ...pageQuery, starting_after: channelIdSchema.optional() }),
  body: z.undefined(),
  reply: listReply(channelObject),
  status: 200,
  errors: [],
});

export const readChannel = defineRoute({
  method: 'GET',
  path: '/v1/channels/:channelId',
  stage: 'routing',
  operationId: 'readChannel',
  summary: 'Read a channel',
  auth: 'api_key',
  params: channelParams,
  query: noQuery,
  body: z.undefined(),
  reply: channelObject.extend({
    expiries: z
      .array(
        z.object({
          param: z.string().describe('The setting or secret that ends.'),
          expires_at: apiTime,
        }),
      )
      .nullable()
      .describe(
        'Certificates, keys and tokens whose formats carry a date. You are told 30, 7 and 1 days before, and when it is over, by the event `channel.expiring`. null: the account cannot be opened.',
      ),
  }),
  status: 200,
  errors: ['not_found'],
});

export const updateChannel = defineRoute({
  method: 'PATCH',
  path: '/v1/channels/:channelId',
  stage: 'routing',
  operationId: 'updateChannel',
  summary: 'Change a channel',
  description:
    'Fields that are absent stay; `fee`, `costs`, `tags`, `issuer_limits` and `maintenance` are replaced as a whole. `config` and `credentials` are merged key by key; `null` removes a key. ' +
    'The id and the notify URL never change, so that callbacks of old payments still arrive. ' +
    'Another account or other secrets retire the present ones: callbacks, queries and refunds of payments made before go on under them. ' +
    'Five are kept, each for 94 days at least (the last payment can be asked about for 4, and paid back for 90 more); a sixth takes the place of one that is older, and is refused otherwise.',
  auth: 'api_key',
  params: channelParams,
  query: noQuery,
  body: strict({
    ...z.object(channelSettings).partial().shape,
    min_amount: channelSettings.min_amount.nullable().optional(),
    max_amount: channelSettings.max_amount.nullable().optional(),
    daily_cap: channelSettings.daily_cap.nullable().optional(),
    confirm_from: channelSettings.confirm_from.nullable().optional(),
    max_per_second: channelSettings.max_per_second.nullable().optional(),
    config: channelConfig.optional(),
    credentials: channelCredentialChanges.optional(),
    retire: z
      .enum(['keep', 'drop'])
      .optional()
      .describe(
        'What becomes of the secrets that this edit replaces: `keep` when absent, `drop` for one that leaked: what is signed with it is not believed from now on, and payments of another account than the new one can be paid back only in its provider’s console.',
      ),
    drop_accounts: z
      .array(z.int().min(1))
      .max(20)
      .optional()
      .describe('Versions of retired accounts whose secrets are to be forgotten now.'),
  }),
  reply: channelObject,
  status: 200,
  errors: [
    'not_found',
    'invalid_parameter',
    'invalid_channel_config',
    'limit_exceeded',
    'state_conflict',
    'concurrent_change',
  ],
  example: { body: { weight: 50, daily_cap: 8_000_000 } },
});

export const testChannel = defineRoute({
  method: 'POST',
  path: '/v1/channels/:channelId/test',
  stage: 'routing',
  operationId: 'testChannel',
  summary: 'Ask the provider whether the account works',
  description:
    'Sends one signed call that cannot move money, mostly a query for an order number that does not exist. Says in words what the answer means.',
  auth: 'api_key',
  params: channelParams,
  query: noQuery,
  body: strict({}).default({}),
  reply: z.object({
    object: z.literal('channel_test'),
    channel: channelIdSchema,
    provider: z.string(),
    account: z.string().describe("The provider's account that the settings name."),
    verdict: z.enum([...TEST_VERDICTS, 'cannot_be_tested']),
    en: z.string(),
    zh: z.string(),
    provider_detail: z.string().nullable(),
    http_status: z.int().nullable(),
    clock_skew_seconds: z.int().nullable().describe("The provider's clock minus ours."),
    warnings: z
      .array(z.object({ code: z.enum(['notify_url_problem']), en: z.string(), zh: z.string() }))
      .describe(
        'What will hurt although the account works: a notify URL that the provider cannot reach.',
      ),
  }),
  status: 200,
  errors: ['not_found'],
});
