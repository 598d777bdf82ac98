import type { z } from 'zod';
import { callbackObject } from '#shared/contract/api/callbacks.ts';
import { channelObject } from '#shared/contract/api/channels.ts';
import { checkoutState } from '#shared/contract/api/checkout.ts';
import { productObject } from '#shared/contract/api/delivery.ts';
import { errorEnvelopeSchema } from '#shared/contract/api/error-envelope.ts';
import { deliveryObject, orderObject, orderSummaryObject } from '#shared/contract/api/orders.ts';
import { ruleSetObject } from '#shared/contract/api/routing-rules.ts';
import { eventObject, webhookEndpointObject } from '#shared/contract/api/webhooks.ts';
import {
  channelSelectorSchema,
  paymentConditionSchema,
  ruleSchema,
} from '#shared/domain/routing/rules/rule-set-schema.ts';

/** Objects that have a name in the OpenAPI document; whatever else a route answers is described in place. */
export const NAMED_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Product: productObject,
  Channel: channelObject,
  RoutingRule: ruleSchema,
  PaymentCondition: paymentConditionSchema,
  ChannelSelector: channelSelectorSchema,
  RoutingRuleSet: ruleSetObject,
  Order: orderObject,
  OrderSummary: orderSummaryObject,
  Delivery: deliveryObject,
  Checkout: checkoutState,
  WebhookEndpoint: webhookEndpointObject,
  Event: eventObject,
  Callback: callbackObject,
  Error: errorEnvelopeSchema,
};
