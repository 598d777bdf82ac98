import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Operation, openapi } from '#functions/pages/docs/openapi-document.ts';
import { EVERY_ROUTE } from '#shared/contract/api/every-route.ts';
import type { RouteContract } from '#shared/contract/api/route.ts';
import { writeRoutingRules } from '#shared/contract/api/routing-rules.ts';
import {
  anExampleWorld,
  anUnpaidOrder,
  type ExampleWorld,
} from '#test/journeys/support/example-world.ts';
import { type Journey, startJourney } from '#test/journeys/support/stack.ts';
import { startHttpServer, type TestServer } from '#test/support/http-server.ts';

let journey: Journey;
let receiver: TestServer;
/** The name of a script changes with its content: the page's own is taken. */
let script: string;
let world: ExampleWorld;
beforeAll(async () => {
  receiver = await startHttpServer();
  journey = await startJourney();
  world = await anExampleWorld(journey, receiver.url);
  const page = await fetch(`${journey.demo.baseUrl}/checkout/${world.token}`);
  script = /"\/assets\/([^"]+)"/.exec(await page.text())?.[1] ?? '';
}, 180_000);
afterAll(async () => {
  await journey?.stop();
  await receiver?.stop();
});

/** These change an unpaid order for good: each gets its own. */
const NEEDS_UNPAID_ORDER: ReadonlySet<string> = new Set([
  'cancelOrder',
  'completeOrder',
  'createAttempt',
  'payCheckout',
  'returnByForm',
  'returnByLink',
  'sharedReturnByForm',
  'sharedReturnByLink',
]);

/** These end the rules in shadow mode: each finds a set of its own. */
const NEEDS_SHADOW_RULES: ReadonlySet<string> = new Set([
  'promoteRoutingRules',
  'deleteShadowRoutingRules',
]);

/** What the pages' forms and providers' send; JSON examples are in the document. */
const FORMS: Readonly<Record<string, string>> = {
  payCheckout: 'method=alipay',
  submitCode: 'attempt=att_01jd3kqv8ye4xr7p9z2m5c6t01&code=493027',
  returnByForm: 'status=paid',
  sharedReturnByForm: 'status=paid',
  submitLookup:
    'merchant=mer_01jd3kqv8ye4xr7p9z2m5c6t7g&order=ord_01jd3kqv8ye4xr7p9z2m5c6t00&contact=buyer%40example.com',
};

const operationOf = ({ method, path }: RouteContract): Operation => {
  const operation = openapi.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not documented`);
  return operation;
};

/** The world as one route's example finds it. */
const worldFor = async (operationId: string): Promise<ExampleWorld> => {
  if (operationId === 'setDeliveryHook')
    return { ...world, ids: { ...world.ids, prod: world.manualProduct } };
  if (NEEDS_SHADOW_RULES.has(operationId)) {
    await journey.merchant.call(writeRoutingRules, { body: { rules: [], mode: 'shadow' } });
  }
  if (!NEEDS_UNPAID_ORDER.has(operationId)) return world;
  const { orderId, token } = await anUnpaidOrder(journey, world.ids.prod ?? '');
  return { ...world, ids: { ...world.ids, ord: orderId }, token };
};

/** An example with its ids and its server replaced by those of the running stack. */
const inWorld = <Value>(value: Value, { ids }: ExampleWorld): Value =>
  value === undefined
    ? value
    : JSON.parse(
        JSON.stringify(value)
          .replaceAll(/\b([a-z]+)_[0-9a-z]{26}\b/g, (id, prefix: string) => ids[prefix] ?? id)
          .replaceAll('https://shop.example.com', receiver.url),
      );

const paramsOf = (operation: Operation, world: ExampleWorld): Record<string, string> => {
  const known = (name: string): string | undefined => ({ token: world.token, file: script })[name];
  return Object.fromEntries(
    (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'path')
      .map(({ name, example }) => [name, known(name) ?? inWorld(String(example), world)]),
  );
};

/** What a browser does; its redirects are looked at, not followed. */
const browse = (path: string, form: string | undefined): Promise<Response> =>
  fetch(`${journey.demo.baseUrl}${path}`, {
    ...(form === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: form,
        }),
    redirect: 'manual',
  });

const queryOf = (operationId: string, { token }: ExampleWorld): string => {
  if (operationId === 'submitLookup') return '?mode=test';
  return operationId.startsWith('sharedReturn') ? `?state=${token}` : '';
};

describe('an example of the documentation', () => {
  // No buyer's bank refuses money here: the refund that it refuses has a journey of its own.
  const routes = EVERY_ROUTE.filter(({ operationId }) => operationId !== 'redirectRefund');
  it.each(routes.map((route) => [route.operationId, route] as const))(
    '%s is answered as its contract says',
    async (operationId, route) => {
      const operation = operationOf(route);
      const mine = await worldFor(operationId);
      const params = paramsOf(operation, mine);
      const form = FORMS[operationId];
      if (form !== undefined || route.status === 303) {
        const path = route.path.replace(':token', params.token ?? '');
        const reply = await browse(`${path}${queryOf(operationId, mine)}`, inWorld(form, mine));
        expect(reply.status).toBe(route.status);
        return;
      }
      const body = operation.requestBody?.content['application/json']?.example;
      const reply = await journey.merchant.call(route, { params, body: inWorld(body, mine) });
      expect(route.reply.safeParse(reply).error).toBeUndefined();
    },
  );
});
