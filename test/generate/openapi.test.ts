import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { openapiDocument } from '#infra/generate/openapi.ts';
import { errorsOf } from '#shared/contract/api/errors-of.ts';
import { EVERY_ROUTE } from '#shared/contract/api/every-route.ts';
import type { RouteContract } from '#shared/contract/api/route.ts';
import { webhookMessage } from '#shared/contract/webhook-events.ts';
import { eventTypeSchema } from '#shared/domain/webhooks/event.ts';

interface Media {
  example?: unknown;
  examples?: Record<string, unknown>;
}
interface Operation {
  operationId: string;
  security: unknown[];
  parameters?: { in: string; name: string; example?: unknown }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}
interface Document {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: { requestBody: { content: Record<string, Media> } } }>;
}

const document = openapiDocument('1.2.3') as unknown as Document;

const operationOf = (route: RouteContract): Operation => {
  const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
  const operation = document.paths[path]?.[route.method.toLowerCase()];
  if (!operation) throw new Error(`${route.method} ${path} is not in the document`);
  return operation;
};

const refsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
};

const resolve = (ref: string): unknown =>
  ref
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], document);

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(openapiDocument('1.2.3')));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(document).toMatchObject({ openapi: '3.1.1', info: { version: '1.2.3' } });
  });

  it('refers to nothing that it does not contain', () => {
    const refs = [...new Set(refsIn(document))];
    expect(refs.length).toBeGreaterThan(10);
    expect(refs.filter((ref) => resolve(ref) === undefined)).toEqual([]);
  });

  it('describes the routes of the contracts and no others', () => {
    const described = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(described.sort()).toEqual(EVERY_ROUTE.map(({ operationId }) => operationId).sort());
  });

  it('describes a webhook for every event type', () => {
    expect(Object.keys(document.webhooks)).toEqual(eventTypeSchema.options);
  });

  it.each(eventTypeSchema.options)('gives an example of %s that fits its contract', (type) => {
    const media = document.webhooks[type]?.post.requestBody.content['application/json'];
    expect(webhookMessage(type).safeParse(media?.example).error).toBeUndefined();
  });
});

describe.each(EVERY_ROUTE.map((route) => [route.operationId, route] as const))(
  '%s',
  (_id, route) => {
    const operation = operationOf(route);

    it('shows every error it can answer', () => {
      const shown = Object.values(operation.responses).flatMap((response) =>
        Object.keys(response.content?.['application/json']?.examples ?? {}),
      );
      expect(shown.sort()).toEqual([...errorsOf(route)].sort());
    });

    it('asks for an API key exactly when the route does', () => {
      expect(operation.security).toEqual(route.auth === 'api_key' ? [{ apiKey: [] }] : []);
    });

    it('gives an example of every path parameter that the route accepts', () => {
      const examples = Object.fromEntries(
        (operation.parameters ?? [])
          .filter((parameter) => parameter.in === 'path')
          .map(({ name, example }) => [name, example]),
      );
      expect(route.params.safeParse(examples).error).toBeUndefined();
    });

    it('gives an example request that the route accepts', () => {
      const example = operation.requestBody?.content['application/json']?.example;
      expect(route.body.safeParse(example).error).toBeUndefined();
    });

    it('gives an example reply that the route could answer', () => {
      const media = operation.responses[String(route.status)]?.content?.['application/json'];
      if (route.replyType) expect(media).toBeUndefined();
      else expect(route.reply.safeParse(media?.example).error).toBeUndefined();
    });
  },
);
