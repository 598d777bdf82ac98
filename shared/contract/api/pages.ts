import { z } from 'zod';
import { paymentMethodSchema } from '../../domain/channels/channel.ts';
import { defineRoute, noBody, noParams, noQuery, strict } from './route.ts';

const HTML = 'text/html; charset=utf-8';
const FORM = 'application/x-www-form-urlencoded';

/** Providers add parameters of their own to the address they send the buyer back to: they are ignored. */
const pageQueryAnd = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ lang: z.string().optional().describe('`zh` or `en`.'), ...shape });

const tokenParams = strict({ token: z.string() });

export const showCheckout = defineRoute({
  method: 'GET',
  path: '/checkout/:token',
  stage: 'pages',
  operationId: 'showCheckout',
  summary: "The buyer's page: pay, wait, read the cards",
  auth: 'checkout_token',
  params: tokenParams,
  query: pageQueryAnd({
    go: z.string().optional().describe('`1` takes the buyer on to the provider at once.'),
    problem: z
      .string()
      .max(60)
      .optional()
      .describe('What became of the last tap, when it came to nothing.'),
    method: paymentMethodSchema
      .optional()
      .catch(undefined)
      .describe('Asks for what this way to pay needs first.'),
    why: z.string().max(60).optional().describe('A failure reason that says it better.'),
  }),
  body: noBody,
  reply: z.string(),
  replyType: HTML,
  status: 200,
  errors: ['not_found', 'token_expired'],
});

export const payCheckout = defineRoute({
  method: 'POST',
  path: '/checkout/:token/pay',
  stage: 'pages',
  operationId: 'payCheckout',
  summary: "The buyer's choice of a method, from the page's form",
  description: 'Starts the payment and sends the browser back to the page.',
  auth: 'checkout_token',
  params: tokenParams,
  query: pageQueryAnd({}),
  body: noBody,
  textBodies: [FORM],
  reply: z.string(),
  replyType: HTML,
  status: 303,
  errors: ['forbidden', 'not_found', 'token_expired'],
});

const REOPENED = {
  method: 'GET',
  stage: 'pages',
  summary: 'The way back to the page from an address that a form was sent to',
  description:
    'A page that says what was wrong with a form stands under the address of the form; browsers that open it again ask for it like this.',
  auth: 'checkout_token',
  params: tokenParams,
  query: pageQueryAnd({}),
  body: noBody,
  reply: z.string(),
  replyType: HTML,
  status: 303,
  errors: [],
} as const;

export const reopenFromPay = defineRoute({
  ...REOPENED,
  path: '/checkout/:token/pay',
  operationId: 'reopenFromPay',
});

export const reopenFromCode = defineRoute({
  ...REOPENED,
  path: '/checkout/:token/code',
  operationId: 'reopenFromCode',
});

export const downloadCards = defineRoute({
  method: 'GET',
  path: '/checkout/:token/cards.txt',
  stage: 'pages',
  operationId: 'downloadCards',
  summary: 'The delivered cards as a text file',
  description: 'A page says so when there are none, or none any more.',
  auth: 'checkout_token',
  params: tokenParams,
  query: pageQueryAnd({}),
  body: noBody,
  reply: z.string(),
  replyType: 'text/plain; charset=utf-8',
  status: 200,
  errors: ['not_found', 'token_expired'],
});

export const submitCode = defineRoute({
  method: 'POST',
  path: '/checkout/:token/code',
  stage: 'pages',
  operationId: 'submitCode',
  summary: "The code that the buyer was sent, from the page's form",
  description:
    'Takes the payment on, or sends another code, and sends the browser back to the page.',
  auth: 'checkout_token',
  params: tokenParams,
  query: pageQueryAnd({}),
  body: noBody,
  textBodies: [FORM],
  reply: z.string(),
  replyType: HTML,
  status: 303,
  errors: ['forbidden', 'not_found', 'token_expired'],
});

/** What providers send back beside it is given to their adapters. */
const returnQueryAnd = <Shape extends z.ZodRawShape>(shape: Shape) =>
  pageQueryAnd(shape).catchall(z.string());

const state = z.string().max(200).optional().describe('The order’s checkout token.');

const RETURN = {
  stage: 'pages',
  description:
    'Nothing that the browser brings is believed: the provider is asked. Answers with the way to the checkout page, whatever happened.',
  body: noBody,
  reply: z.string(),
  replyType: HTML,
  status: 303,
} as const;
/** Bodies that are no form are taken and not read, so that a browser never sees an API's error. */
const RETURNED_BODIES = [FORM, 'multipart/form-data', 'text/plain'];

export const returnByLink = defineRoute({
  ...RETURN,
  method: 'GET',
  path: '/checkout/:token/return',
  operationId: 'returnByLink',
  summary: 'Where a provider sends the buyer back to',
  auth: 'checkout_token',
  params: tokenParams,
  query: returnQueryAnd({}),
  errors: [],
});

export const returnByForm = defineRoute({
  ...RETURN,
  method: 'POST',
  path: '/checkout/:token/return',
  operationId: 'returnByForm',
  summary: 'The same for providers that send a form',
  auth: 'checkout_token',
  params: tokenParams,
  query: returnQueryAnd({}),
  textBodies: RETURNED_BODIES,
  errors: [],
});

export const sharedReturnByLink = defineRoute({
  ...RETURN,
  method: 'GET',
  path: '/checkout/return',
  operationId: 'sharedReturnByLink',
  summary: 'The same for providers that know one address for all orders',
  auth: 'none',
  params: noParams,
  query: returnQueryAnd({ state }),
  errors: ['not_found'],
});

export const sharedReturnByForm = defineRoute({
  ...RETURN,
  method: 'POST',
  path: '/checkout/return',
  operationId: 'sharedReturnByForm',
  summary: 'The same for providers that send a form to one address for all orders',
  auth: 'none',
  params: noParams,
  query: returnQueryAnd({ state }),
  textBodies: RETURNED_BODIES,
  errors: ['not_found'],
});

const lookupQuery = pageQueryAnd({
  merchant: z.string().max(64).optional().describe('The shop.'),
  mode: z.enum(['test', 'live']).default('live').catch('live'),
});

export const showLookup = defineRoute({
  method: 'GET',
  path: '/lookup',
  stage: 'pages',
  operationId: 'showLookup',
  summary: 'A form to find an order by its number and contact',
  auth: 'none',
  params: noParams,
  query: lookupQuery,
  body: noBody,
  reply: z.string(),
  replyType: HTML,
  status: 200,
  errors: [],
});

export const submitLookup = defineRoute({
  method: 'POST',
  path: '/lookup',
  stage: 'pages',
  operationId: 'submitLookup',
  summary: 'The order that the form found',
  auth: 'none',
  params: noParams,
  query: lookupQuery,
  body: noBody,
  textBodies: [FORM],
  reply: z.string(),
  replyType: HTML,
  status: 200,
  errors: ['forbidden', 'not_found'],
});

export const readScript = defineRoute({
  method: 'GET',
  path: '/assets/:file',
  stage: 'pages',
  operationId: 'readScript',
  summary: 'A script of the pages',
  description: 'Its name changes with its content.',
  auth: 'none',
  params: strict({ file: z.string().regex(/^[\w.-]{1,60}-[0-9A-Z]{8}\.js$/) }),
  query: noQuery,
  body: noBody,
  reply: z.string(),
  replyType: 'text/javascript; charset=utf-8',
  status: 200,
  errors: ['not_found'],
});

export const readOpenapi = defineRoute({
  method: 'GET',
  path: '/openapi.json',
  stage: 'pages',
  operationId: 'readOpenapi',
  summary: 'This API as an OpenAPI 3.1 document',
  auth: 'none',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: z.record(z.string(), z.unknown()),
  status: 200,
  errors: [],
});

export const showDocs = defineRoute({
  method: 'GET',
  path: '/docs',
  stage: 'pages',
  operationId: 'showDocs',
  summary: 'This API as a page to read',
  auth: 'none',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: z.string(),
  replyType: HTML,
  status: 200,
  errors: [],
});

export const readHealth = defineRoute({
  method: 'GET',
  path: '/health',
  stage: 'pages',
  operationId: 'readHealth',
  summary: 'Whether the API answers',
  auth: 'none',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: z.object({ status: z.literal('ok'), version: z.string() }),
  status: 200,
  errors: [],
});

export const readDomainFile = defineRoute({
  method: 'GET',
  path: '/.well-known/apple-developer-merchantid-domain-association',
  stage: 'pages',
  operationId: 'readDomainFile',
  summary: 'What Apple reads to see that its button may be shown on this site',
  auth: 'none',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: z.string(),
  replyType: 'text/plain; charset=utf-8',
  status: 200,
  errors: ['provider_error'],
});
