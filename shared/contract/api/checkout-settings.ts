import { z } from 'zod';
import {
  accentSchema,
  checkoutSettingsSchema,
  contactAskedSchema,
  displayNameSchema,
  shopLinkSchema,
} from '../../domain/merchants/checkout-settings.ts';
import { logoUrlSchema, MAX_INLINE_LOGO_LENGTH } from '../../domain/merchants/logo-url.ts';
import { apiTime, defineRoute, noQuery, strict } from './route.ts';

const { supportEmail, unavailableMethods, startsByItself } = checkoutSettingsSchema.shape;

/** What may be absent; `null` takes it away. */
const texts = {
  display_name: displayNameSchema
    .nullable()
    .describe("What buyers know your shop by. null: your account's name."),
  logo_url: logoUrlSchema
    .nullable()
    .describe(
      `An https address, or a PNG, JPEG or WebP of at most ${MAX_INLINE_LOGO_LENGTH} characters as \`data:image/…;base64,…\`. Shown 32 pixels high.`,
    ),
  accent: accentSchema
    .nullable()
    .describe(
      'The colour of buttons and links, `#rrggbb`. Made darker or lighter as far as it takes to be read (4.5:1), on light and dark.',
    ),
  terms_url: shopLinkSchema.nullable(),
  support_url: shopLinkSchema.nullable(),
  support_email: supportEmail.unwrap().nullable(),
  return_url: shopLinkSchema
    .nullable()
    .describe('Where buyers go afterwards, for orders without a `return_url` of their own.'),
};

const choices = {
  contact: contactAskedSchema.describe(
    'Whether the page asks for an e-mail or phone, for orders that you created without one.',
  ),
  unavailable_methods: unavailableMethods
    .unwrap()
    .describe('Ways to pay that do not work for a buyer now: left out, or shown with the reason.'),
  starts_by_itself: startsByItself
    .unwrap()
    .describe('When one way to pay clearly leads, the page starts it without a tap.'),
};

export const checkoutSettingsObject = z.object({
  object: z.literal('checkout_settings'),
  mode: z.enum(['test', 'live']),
  ...texts,
  ...choices,
  updated_at: apiTime.nullable().describe('null: these are the defaults.'),
});

export const readCheckoutSettings = defineRoute({
  method: 'GET',
  path: '/v1/checkout-settings',
  stage: 'merchants',
  operationId: 'readCheckoutSettings',
  summary: 'Read how the page looks where your buyers pay',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: z.undefined(),
  reply: checkoutSettingsObject,
  status: 200,
  errors: [],
});

export const updateCheckoutSettings = defineRoute({
  method: 'PATCH',
  path: '/v1/checkout-settings',
  stage: 'merchants',
  operationId: 'updateCheckoutSettings',
  summary: 'Change how the page looks where your buyers pay',
  description:
    'What you send is replaced, the rest stays; null takes away what may be absent. Pages show it within five seconds.',
  auth: 'api_key',
  params: strict({}),
  query: noQuery,
  body: strict({ ...texts, ...choices }).partial(),
  reply: checkoutSettingsObject,
  status: 200,
  errors: ['invalid_parameter', 'concurrent_change'],
  example: {
    body: {
      display_name: 'Lantern Games',
      accent: '#c2410c',
      terms_url: 'https://lantern.example/terms',
      support_email: 'help@lantern.example',
      contact: 'optional',
    },
  },
});
