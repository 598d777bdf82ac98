import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCheckoutSettings } from '#functions/merchants/read-checkout-settings.ts';
import { updateCheckoutSettings } from '#functions/merchants/update-checkout-settings.ts';
import { dynamoCheckoutSettings } from '#shared/adapters/dynamodb/checkout-settings-store.ts';
import {
  checkoutSettingsObject,
  updateCheckoutSettings as contract,
} from '#shared/contract/api/checkout-settings.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi, type HttpReply } from '#test/support/http-call.ts';

const PATH = '/v1/checkout-settings';
const aCaller = (): Caller => ({ tenant: aTenant(), keyId: systemRuntime.newId('apiKey') });
const [owner, stranger, fresh] = [aCaller(), aCaller(), aCaller()];

let dynamo: Dynamo;
let call: ReturnType<typeof anApi>;
beforeAll(async () => {
  dynamo = await startDynamo();
  const { documents, tables } = dynamo;
  const deps = {
    checkoutSettings: dynamoCheckoutSettings({ documents, tableName: tables.merchants }),
    runtime: systemRuntime,
  };
  call = anApi([readCheckoutSettings(deps), updateCheckoutSettings(deps)], {
    callers: [owner, stranger, fresh],
  });
});
afterAll(() => dynamo.stop());

const read = async (as: Caller) => {
  const { json } = await call({ method: 'GET', path: PATH, as });
  return checkoutSettingsObject.parse(json);
};
const change = (body: unknown, as: Caller = owner): Promise<HttpReply> =>
  call({ method: 'PATCH', path: PATH, body, as });

const DEFAULTS = {
  object: 'checkout_settings',
  mode: 'live',
  display_name: null,
  logo_url: null,
  accent: null,
  terms_url: null,
  support_url: null,
  support_email: null,
  return_url: null,
  contact: 'off',
  unavailable_methods: 'hide',
  starts_by_itself: true,
  updated_at: null,
} as const;

describe('checkout settings', () => {
  test('200: are the defaults until somebody changes them', async () => {
    expect(await read(fresh)).toEqual(DEFAULTS);
  });

  test('200: the example of the documentation; what is absent stays, null takes away, a stranger keeps theirs', async () => {
    const first = await change(contract.example?.body);
    expect(first.status).toBe(200);
    await change({ starts_by_itself: false, accent: '#ABCDEF' });
    await change({ terms_url: null });
    expect(await read(owner)).toEqual({
      ...DEFAULTS,
      ...(contract.example?.body as object),
      accent: '#abcdef',
      terms_url: null,
      starts_by_itself: false,
      updated_at: expect.any(String),
    });
    expect(await read(stranger)).toEqual(DEFAULTS);
  });

  test.each([
    [{ accent: 'red' }, 'accent'],
    [{ accent: '#fff}body{display:none' }, 'accent'],
    [{ logo_url: 'http://cdn.example/logo.png' }, 'logo_url'],
    [{ logo_url: 'https://a;script-src.example/logo.png' }, 'logo_url'],
    [{ logo_url: 'data:image/svg+xml,<svg onload=alert(1)>' }, 'logo_url'],
    [{ terms_url: 'javascript:alert(1)' }, 'terms_url'],
    [{ support_email: 'nobody' }, 'support_email'],
    [{ display_name: '' }, 'display_name'],
    [{ contact: 'always' }, 'contact'],
    [{ contact: null }, 'contact'],
    [{ unavailable_methods: 'grey' }, 'unavailable_methods'],
    [{ starts_by_itself: 'yes' }, 'starts_by_itself'],
    [{ logo: 'x' }, 'logo'],
  ])('400: %j names the field', async (body, param) => {
    const reply = await change(body);
    expect([reply.status, reply.json.error.param]).toEqual([400, param]);
  });

  test('401: without a key', async () => {
    expect((await call({ method: 'GET', path: PATH })).status).toBe(401);
    expect((await call({ method: 'PATCH', path: PATH, body: {} })).status).toBe(401);
  });
});

test('the table in docs/checkout-settings.md names every setting with its default', () => {
  const document = readFileSync(
    new URL('../../../docs/checkout-settings.md', import.meta.url),
    'utf8',
  );
  const rows = [...document.matchAll(/^\| `(\w+)` \| .+ \| [^|]+ \| `(\w+)`[^|]*\|$/gm)];
  const { object: _, mode: __, updated_at: ___, ...settings } = DEFAULTS;
  expect(Object.fromEntries(rows.map(([, name, value]) => [name, value]))).toEqual(
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
  );
});
