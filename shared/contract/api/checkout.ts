import { z } from 'zod';
import {
  clientSdkSchema,
  deviceSchema,
  paymentMethodSchema,
} from '../../domain/channels/channel.ts';
import { failureReasonSchema } from '../../domain/channels/failures/failure-reason.ts';
import { phoneNumberSchema } from '../../domain/channels/phone-number.ts';
import { fingerprintSchema } from '../../domain/checkout/fingerprint.ts';
import { attemptIdSchema, merchantIdSchema, orderIdSchema } from '../../domain/identity/ids.ts';
import { contactAskedSchema } from '../../domain/merchants/checkout-settings.ts';
import { currencySchema } from '../../domain/money/money.ts';
import { attemptStateSchema, nextActionSchema } from '../../domain/orders/attempt.ts';
import { buyerContactSchema } from '../../domain/orders/buyer-contact.ts';
import { orderStateSchema } from '../../domain/orders/order.ts';
import { deliveryObject } from './orders.ts';
import { reasonObject } from './reason.ts';
import { apiTime, defineRoute, noQuery, strict } from './route.ts';

const SDKS = clientSdkSchema.options.join('|');
const SDK_LIST = new RegExp(`^(?:|(?:${SDKS})(?:,(?:${SDKS}))*)$`);
const SDKS_TEXT =
  'Providers’ code that your front end can run with `client_params`; all of it when absent. Channels that need other code are left out.';

const tokenParams = strict({ token: z.string().min(20).max(200) });

/** Everything the buyer's page needs; the cards appear once the order is delivered. */
export const checkoutState = z.object({
  object: z.literal('checkout'),
  order: orderIdSchema,
  mode: z.enum(['test', 'live']),
  product_name: z.string(),
  quantity: z.int(),
  amount: z.int(),
  currency: currencySchema,
  state: orderStateSchema,
  expires_at: apiTime,
  now: apiTime.describe('The clock that `expires_at` is to be compared with.'),
  return_url: z
    .string()
    .nullable()
    .describe("Where the buyer goes afterwards: the order's own address, or the shop's."),
  shop: z
    .object({
      id: merchantIdSchema.describe('For the lookup of an order.'),
      name: z.string().nullable(),
      logo_url: z.string().nullable(),
      accent: z.string().nullable().describe('`#rrggbb`; shades that can be read are made of it.'),
      terms_url: z.string().nullable(),
      support_url: z.string().nullable(),
      support_email: z.string().nullable(),
    })
    .describe('How the shop looks, from its checkout settings.'),
  contact: z
    .object({
      asked: contactAskedSchema.describe(
        'Whether the buyer types an e-mail or phone before they pay. `off` when it came with the order.',
      ),
      given: z.boolean().describe('The order has a contact already.'),
    })
    .describe("The buyer's contact; what it is, is not told."),
  starts_by_itself: z
    .boolean()
    .describe(
      'Whether a payment may be started without a tap, as far as the shop and the contact are concerned.',
    ),
  /** Ways to pay right now, best first. Empty when the order can't be paid. */
  methods: z.array(paymentMethodSchema),
  ranking: z
    .array(z.object({ method: paymentMethodSchema, reasons: z.array(reasonObject) }))
    .describe('Why each of `methods` stands where it stands, in the same order.'),
  leading_method: paymentMethodSchema
    .nullable()
    .describe(
      'The first of `methods`, when it leads so clearly that it may be started without a tap. Start it for a person who looks at the page only.',
    ),
  unavailable_methods: z
    .array(
      z.object({
        method: paymentMethodSchema,
        reason: z.string(),
        en: z.string(),
        zh: z.string(),
      }),
    )
    .describe(
      'Ways to pay that the shop has, but not for this order or this visitor now. Empty when the shop does not want them shown.',
    ),
  inputs: z
    .array(
      z.object({
        method: paymentMethodSchema,
        phone: z.boolean().describe('The phone number that pays has to be sent.'),
        banks: z
          .array(z.object({ code: z.string(), en: z.string(), zh: z.string() }))
          .describe('Banks of which the buyer may choose one, to be taken there directly.'),
      }),
    )
    .describe('What the buyer says first, for those of `methods` that ask for something.'),
  suggested_method: paymentMethodSchema
    .nullable()
    .describe('What to offer first after a payment that failed. One of `methods`.'),
  /** The attempt the buyer started last. */
  attempt: z
    .object({
      id: attemptIdSchema,
      method: paymentMethodSchema,
      state: attemptStateSchema,
      for_this_device: z
        .boolean()
        .describe(
          'Whether it was started for the kind of device that asks. If not, the same method may be started here too.',
        ),
      next_action: nextActionSchema.nullable(),
      codes_left: z
        .int()
        .nullable()
        .describe('How many more codes may be typed, while `next_action` is `enter_code`.'),
      failure: z
        .object({ reason: failureReasonSchema, en: z.string(), zh: z.string() })
        .nullable()
        .describe('Why it did not go through, and what the buyer can do next.'),
      paid_amount: z
        .int()
        .nullable()
        .describe(
          'What has come for it so far. Less than `amount` while the rest is waited for: where any amount can be sent, several transfers may pay it together.',
        ),
      expires_at: apiTime,
    })
    .nullable(),
  paid: z
    .object({ method: paymentMethodSchema, at: apiTime })
    .nullable()
    .describe('The payment that counts, once there is one.'),
  delivered_at: apiTime.nullable(),
  delivery: deliveryObject.nullable(),
});

export const readCheckout = defineRoute({
  method: 'GET',
  path: '/checkout/:token/state',
  stage: 'checkout',
  operationId: 'readCheckout',
  summary: "Read the state of a buyer's checkout",
  auth: 'checkout_token',
  params: tokenParams,
  query: strict({
    device: deviceSchema
      .optional()
      .describe('Read from the User-Agent when absent. `app`: your own app asks.'),
    sdks: z.string().regex(SDK_LIST).optional().describe(`${SDKS_TEXT} Separated by commas.`),
    lang: z
      .enum(['zh', 'en'])
      .optional()
      .describe('What the buyer reads: a hint where their country is not known.'),
  }),
  body: z.undefined(),
  reply: checkoutState,
  status: 200,
  errors: ['not_found', 'token_expired'],
});

export const createAttempt = defineRoute({
  method: 'POST',
  path: '/checkout/:token/attempts',
  stage: 'checkout',
  operationId: 'createAttempt',
  summary: 'Start paying with a method',
  description:
    'Chooses the channel, records the attempt, then asks the provider. The same method again returns the attempt that is open. ' +
    'A refusal that no other channel should be asked after is answered with the attempt, `failed`, and its `failure`.',
  auth: 'checkout_token',
  params: tokenParams,
  query: noQuery,
  body: strict({
    method: paymentMethodSchema,
    device: deviceSchema.optional().describe('Read from the User-Agent when absent.'),
    sdks: z.array(clientSdkSchema).max(10).optional().describe(SDKS_TEXT),
    phone: phoneNumberSchema
      .optional()
      .describe('The number that pays, in E.164; see `inputs`. A local number is refused.'),
    bank: z
      .string()
      .min(1)
      .max(40)
      .optional()
      .describe('The code of one of the banks in `inputs`.'),
    contact: buyerContactSchema
      .optional()
      .describe(
        "The buyer's e-mail or phone, see `contact.asked`; ignored when that is `off`. A later one corrects it, until the order is paid.",
      ),
    fingerprint: fingerprintSchema
      .optional()
      .catch(undefined)
      .describe(
        "What the page's script made of the browser. Anything else than letters and digits is ignored.",
      ),
    by_itself: z
      .boolean()
      .optional()
      .describe(
        "Sent by the page when nobody tapped. Starts the order's first payment; when there is one, its state is answered and nothing is started. Link previews and prefetches are refused.",
      ),
  }),
  reply: checkoutState,
  status: 201,
  errors: [
    'not_found',
    'token_expired',
    'forbidden',
    'order_not_payable',
    'state_conflict',
    'missing_parameter',
    'no_channel_available',
    'concurrent_change',
    'limit_exceeded',
  ],
  example: { body: { method: 'alipay', device: 'mobile' } },
});

const attemptParams = strict({ ...tokenParams.shape, attemptId: attemptIdSchema });

const CODE_ERRORS = [
  'forbidden',
  'not_found',
  'token_expired',
  'order_not_payable',
  'state_conflict',
  'code_not_accepted',
  'limit_exceeded',
  'concurrent_change',
  'provider_error',
] as const;

export const enterCode = defineRoute({
  method: 'POST',
  path: '/checkout/:token/attempts/:attemptId/code',
  stage: 'checkout',
  operationId: 'enterCode',
  summary: 'Enter the code that a payment waits for',
  description:
    'For a `next_action` of `enter_code`: the right code charges the buyer. A wrong one leaves the payment as it was; five are taken. ' +
    'The same code may be sent again when no answer came.',
  auth: 'checkout_token',
  params: attemptParams,
  query: noQuery,
  body: strict({
    code: z
      .string()
      .trim()
      .regex(/^[0-9A-Za-z]{3,12}$/, 'must be 3 to 12 letters and digits')
      .describe('As the buyer was sent it.'),
  }),
  reply: checkoutState,
  status: 200,
  errors: CODE_ERRORS,
  example: { body: { code: '493027' } },
});

export const resendCode = defineRoute({
  method: 'POST',
  path: '/checkout/:token/attempts/:attemptId/resend-code',
  stage: 'checkout',
  operationId: 'resendCode',
  summary: 'Send the buyer another code',
  description:
    'Where `next_action` says `canResend`: four times at most, and not within 30 seconds of the last one.',
  auth: 'checkout_token',
  params: attemptParams,
  query: noQuery,
  body: strict({}).default({}),
  reply: checkoutState,
  status: 200,
  errors: CODE_ERRORS,
});

export const lookupOrder = defineRoute({
  method: 'POST',
  path: '/checkout/lookup',
  stage: 'checkout',
  operationId: 'lookupOrder',
  summary: 'Find an order by its number and the contact given with it',
  auth: 'none',
  params: strict({}),
  query: noQuery,
  body: strict({
    merchant: z.string().max(64).describe('The shop, as in its lookup link.'),
    mode: z.enum(['test', 'live']).default('live'),
    order: orderIdSchema,
    contact: z.string().trim().min(3).max(128),
  }),
  reply: checkoutState,
  status: 200,
  errors: ['forbidden', 'not_found'],
  example: {
    body: {
      merchant: 'mer_01jd3kqv8ye4xr7p9z2m5c6t7g',
      mode: 'test',
      order: 'ord_01jd3kqv8ye4xr7p9z2m5c6t00',
      contact: 'buyer@example.com',
    },
  },
});
