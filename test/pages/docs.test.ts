import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { curlOf } from '#functions/pages/docs/curl-of.ts';
import { fieldRows } from '#functions/pages/docs/field-rows.ts';
import { openapi } from '#functions/pages/docs/openapi-document.ts';
import { readHealth } from '#functions/pages/docs/read-health.ts';
import { readOpenapi } from '#functions/pages/docs/read-openapi.ts';
import { showDocs } from '#functions/pages/docs/show-docs.ts';
import { typeText } from '#functions/pages/docs/type-text.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { EVERY_ROUTE } from '#shared/contract/api/every-route.ts';
import { ERROR_CODES } from '#shared/domain/errors/app-error.ts';
import { eventTypeSchema } from '#shared/domain/webhooks/event.ts';
import { anApi } from '#test/support/http-call.ts';

const get = anApi([showDocs(openapi), readOpenapi(openapi), readHealth(openapi.info.version)]);
const docs = await get({ method: 'GET', path: '/docs' });

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

describe('GET /docs', () => {
  it('is a page without scripts that only its own style sheet dresses', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(docs.text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(docs.status).toBe(200);
    expect(docs.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(docs.headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(docs.text.includes('<script')).toBe(false);
  });

  it.each(EVERY_ROUTE.map((route) => [route.operationId, route] as const))(
    'describes %s: method, path and summary',
    (operationId, { method, path, summary }) => {
      const from = docs.text.indexOf(`<section id="${operationId}"`);
      const section = docs.text.slice(from, docs.text.indexOf('<section', from + 1));
      expect(from).toBeGreaterThan(0);
      expect(section).toContain(`>${method}</span>`);
      expect(section).toContain(`<code>${path.replaceAll(/:(\w+)/g, '{$1}')}</code>`);
      expect(section).toContain(escaped(summary));
      expect(section).toContain(`curl${method === 'GET' ? '' : ` -X ${method}`} `);
    },
  );

  it.each(Object.keys(ERROR_CODES))('has the line that doc_url of %s leads to', (code) => {
    expect(docs.text.match(new RegExp(` id="${code}"`, 'g'))).toHaveLength(1);
  });

  it.each(eventTypeSchema.options)('describes the event %s', (type) => {
    expect(docs.text.includes(` id="event-${type}"`)).toBe(true);
  });

  it.each(channelRegistry.providers)('shows what %s carries and usually charges', (provider) => {
    const from = docs.text.indexOf(`<tr id="provider-${provider}"`);
    const row = docs.text.slice(from, docs.text.indexOf('</tr>', from));
    expect(from).toBeGreaterThan(0);
    expect(row).toMatch(/\d %/);
    expect(row).toMatch(/T\+\d/);
  });

  it('gives every anchor once, and leads to no anchor that is not there', () => {
    const ids = [...docs.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...docs.text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it('shows examples for the host that was asked, as text', async () => {
    const hostile = await get({
      method: 'GET',
      path: '/docs',
      headers: { 'x-forwarded-host': '"><script>' },
    });
    expect(docs.text.includes('https://pay.example.com/v1/orders')).toBe(true);
    expect(hostile.text.includes('<script')).toBe(false);
  });

  it('refuses a query that it does not know, like every route', async () => {
    const { status, json } = await get({ method: 'GET', path: '/docs', query: 'x=1' });
    expect([status, json.error.code]).toEqual([400, 'unknown_parameter']);
  });
});

describe('GET /openapi.json', () => {
  it('is the generated document', async () => {
    const { status, json } = await get({ method: 'GET', path: '/openapi.json' });
    expect(status).toBe(200);
    expect(JSON.stringify(json) === JSON.stringify(openapi)).toBe(true);
  });
});

describe('GET /health', () => {
  it('says ok and the version', async () => {
    const { json } = await get({ method: 'GET', path: '/health' });
    expect(json).toEqual({ status: 'ok', version: openapi.info.version });
  });
});

describe('a curl example', () => {
  const operation = {
    operationId: 'x',
    summary: '',
    tags: [],
    security: [{ apiKey: [] }],
    parameters: [
      { in: 'path', name: 'orderId', example: 'ord_1' },
      { in: 'header', name: 'Idempotency-Key' },
    ],
    requestBody: { content: { 'application/json': { example: { reason: "it's paid" } } } },
    responses: {},
  };

  it('can be pasted into a shell whatever its values are', () => {
    expect(
      curlOf({ method: 'POST', path: '/v1/orders/{orderId}', operation }, 'https://a.example'),
    ).toBe(
      [
        "curl -X POST 'https://a.example/v1/orders/ord_1' \\",
        "  -H 'Authorization: Bearer sk_test_…' \\",
        '  -H "Idempotency-Key: $(uuidgen)" \\',
        "  -H 'Content-Type: application/json' \\",
        `  -d '{"reason":"it'\\''s paid"}'`,
      ].join('\n'),
    );
  });
});

describe('a type', () => {
  it.each([
    [{ type: 'integer', minimum: 1, maximum: 50 }, 'integer 1–50'],
    [{ type: 'string', minLength: 3, maxLength: 128 }, 'string of 3–128 characters'],
    [{ type: 'string', pattern: '^ord_[0-7][0-9a-z]{25}$' }, 'id ord_…'],
    [{ type: 'string', format: 'date-time' }, 'time'],
    [{ enum: ['test', 'live'] }, 'test | live'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ anyOf: [{ $ref: '#/components/schemas/Order' }, { type: 'null' }] }, 'Order | null'],
    [{ type: 'array', items: { $ref: '#/components/schemas/Order' } }, 'array of Order'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'map of string'],
    [{}, 'any'],
  ])('%j reads %s', (schema, text) => {
    expect(typeText(schema)).toBe(text);
  });

  it('lists inner fields by their path, and leaves named objects to their own table', () => {
    const rows = fieldRows({
      required: ['fee'],
      properties: {
        fee: { type: 'object', properties: { rate: { type: 'integer', default: 0 } } },
        cards: { type: 'array', items: { properties: { value: { type: 'string' } } } },
        order: { $ref: '#/components/schemas/Order' },
      },
    });
    expect(rows.map(({ name, required }) => [name, required])).toEqual([
      ['fee', true],
      ['fee.rate', false],
      ['cards', false],
      ['cards[].value', false],
      ['order', false],
    ]);
    expect(rows[1]?.defaultText).toBe('0');
  });
});
