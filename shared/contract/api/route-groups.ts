import { listCallbacks, replayCallback } from './callbacks.ts';
import { adviseOnChannels, channelHealth } from './channel-health.ts';
import {
  drainChannel,
  drainProviderChannels,
  enableChannel,
  enableProviderChannels,
  freezeChannel,
  freezeProviderChannels,
} from './channel-status.ts';
import {
  createChannel,
  listChannels,
  readChannel,
  testChannel,
  updateChannel,
} from './channels.ts';
import { createAttempt, enterCode, lookupOrder, readCheckout, resendCode } from './checkout.ts';
import { readCheckoutSettings, updateCheckoutSettings } from './checkout-settings.ts';
import {
  createProduct,
  importCards,
  listCardBatches,
  listProducts,
  readProduct,
  readStock,
  removeDeliveryHook,
  setDeliveryHook,
  updateProduct,
} from './delivery.ts';
import { readPaymentPolicies, updatePaymentPolicies } from './merchants.ts';
import {
  cancelOrder,
  completeOrder,
  createOrder,
  listOrders,
  readOrder,
  resendOrder,
  resolveOrder,
} from './orders.ts';
import {
  downloadCards,
  payCheckout,
  readDomainFile,
  readHealth,
  readOpenapi,
  readScript,
  reopenFromCode,
  reopenFromPay,
  returnByForm,
  returnByLink,
  sharedReturnByForm,
  sharedReturnByLink,
  showCheckout,
  showDocs,
  showLookup,
  submitCode,
  submitLookup,
} from './pages.ts';
import { createRefund, listRefunds, readRefund, redirectRefund, resolveRefund } from './refunds.ts';
import type { RouteContract } from './route.ts';
import { decideRouting } from './routing.ts';
import { replayRouting } from './routing-replays.ts';
import {
  deleteShadowRoutingRules,
  listRoutingRuleVersions,
  promoteRoutingRules,
  readRoutingRules,
  rollBackRoutingRules,
  writeRoutingRules,
} from './routing-rules.ts';
import {
  endForcedRouting,
  forceRouting,
  readRoutingSettings,
  updateRoutingSettings,
} from './routing-settings.ts';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listEvents,
  listWebhookEndpoints,
  readEvent,
  readWebhookEndpoint,
  resendEvent,
  rotateWebhookSecret,
  updateWebhookEndpoint,
} from './webhooks.ts';

/** Routes that are read together: a chapter of the documentation and a tag of the OpenAPI document. */
export interface RouteGroup {
  readonly title: string;
  readonly description: string;
  readonly routes: readonly RouteContract[];
}

/** Every route, in the order in which somebody new to the API meets them. */
export const ROUTE_GROUPS: readonly RouteGroup[] = [
  {
    title: 'Products and cards',
    description: 'What you sell. Import cards in batches; they are sealed and sold in order.',
    routes: [
      createProduct,
      listProducts,
      readProduct,
      updateProduct,
      importCards,
      listCardBatches,
      readStock,
      setDeliveryHook,
      removeDeliveryHook,
    ],
  },
  {
    title: 'Channels',
    description: "Your own accounts at payment providers, and the router's view of them.",
    routes: [
      createChannel,
      listChannels,
      readChannel,
      updateChannel,
      drainProviderChannels,
      freezeProviderChannels,
      enableProviderChannels,
      adviseOnChannels,
      testChannel,
      drainChannel,
      freezeChannel,
      enableChannel,
      channelHealth,
      decideRouting,
    ],
  },
  {
    title: 'Routing rules',
    description:
      'Your own rules for which channels a payment takes, without a deploy: tried in the shadow first, versioned, and named in the reasons of every decision.',
    routes: [
      readRoutingRules,
      writeRoutingRules,
      listRoutingRuleVersions,
      rollBackRoutingRules,
      promoteRoutingRules,
      deleteShadowRoutingRules,
      readRoutingSettings,
      updateRoutingSettings,
      forceRouting,
      endForcedRouting,
      replayRouting,
    ],
  },
  {
    title: 'Orders',
    description:
      'An order reserves its cards, is paid by the buyer on the checkout page, and is delivered in the same moment.',
    routes: [
      createOrder,
      readOrder,
      listOrders,
      cancelOrder,
      completeOrder,
      resolveOrder,
      resendOrder,
    ],
  },
  {
    title: 'Refunds and payment policies',
    description:
      'Money goes back to where it came from, because you ask for it or because a policy says so. What happens to payments that are late, double, too small or sold out is yours to choose.',
    routes: [
      createRefund,
      readRefund,
      listRefunds,
      redirectRefund,
      resolveRefund,
      readPaymentPolicies,
      updatePaymentPolicies,
    ],
  },
  {
    title: 'The look of your checkout',
    description:
      'Name, logo, colour and links of the page where your buyers pay, and what it asks of them. Nothing has to be set.',
    routes: [readCheckoutSettings, updateCheckoutSettings],
  },
  {
    title: "The buyer's checkout",
    description:
      'For a checkout page of your own. The token from `checkout_url` is the key to one order.',
    routes: [readCheckout, createAttempt, enterCode, resendCode, lookupOrder],
  },
  {
    title: 'Events and webhook endpoints',
    description:
      'What happened, and where you want to hear of it. How messages are signed is in the chapter on webhooks.',
    routes: [
      createWebhookEndpoint,
      listWebhookEndpoints,
      readWebhookEndpoint,
      updateWebhookEndpoint,
      rotateWebhookSecret,
      deleteWebhookEndpoint,
      listEvents,
      readEvent,
      resendEvent,
    ],
  },
  {
    title: 'Callbacks',
    description: "What providers told us about your orders' payments, byte for byte.",
    routes: [listCallbacks, replayCallback],
  },
  {
    title: 'Pages',
    description: 'What people open in a browser.',
    routes: [
      showCheckout,
      payCheckout,
      reopenFromPay,
      reopenFromCode,
      submitCode,
      downloadCards,
      returnByLink,
      returnByForm,
      sharedReturnByLink,
      sharedReturnByForm,
      showLookup,
      submitLookup,
      showDocs,
      readScript,
      readOpenapi,
      readHealth,
      readDomainFile,
    ],
  },
];
