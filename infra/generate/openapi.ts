import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { EVERY_ROUTE } from '#shared/contract/api/every-route.ts';
import { ROUTE_GROUPS } from '#shared/contract/api/route-groups.ts';
import { addExamples, type ExampleTarget } from './add-examples.ts';
import { addMessageExample } from './add-message-example.ts';
import { API_DESCRIPTION } from './api-description.ts';
import type { DescribedChannel } from './channel-table.ts';
import { errorExamples } from './error-responses.ts';
import { NAMED_SCHEMAS } from './named-schemas.ts';
import { operationOf } from './operation-of.ts';
import { providersOf } from './providers-of.ts';
import type { SampledSchema } from './sample-of.ts';
import { WEBHOOKS_DESCRIPTION } from './webhooks-description.ts';
import { webhooksOf } from './webhooks-of.ts';

/** Formats that say more than the long pattern zod writes beside them. */
const FORMATS: ReadonlySet<unknown> = new Set(['date-time', 'ipv4', 'ipv6', 'uri']);

/** The whole API as an OpenAPI 3.1 document, derived from the route contracts and the providers' ports. */
export const openapiDocument = (
  version: string,
  channels: readonly DescribedChannel[] = [],
): Record<string, unknown> => {
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: { title: 'Arteria', version, description: API_DESCRIPTION },
      servers: [{ url: '/', description: 'The host that serves this document.' }],
      tags: ROUTE_GROUPS.map(({ title, description }) => ({ name: title, description })),
      paths: paths(),
      webhooks: webhooksOf(),
      'x-webhooks-description': WEBHOOKS_DESCRIPTION,
      'x-providers': providersOf(channels),
      components: {
        schemas: NAMED_SCHEMAS,
        examples: errorExamples(),
        headers: {
          RequestId: {
            description: 'Names the request in our logs.',
            schema: { type: 'string' },
          },
          RetryAfter: {
            description: 'Seconds to wait before the call is sent again, when they are known.',
            schema: { type: 'integer' },
          },
        },
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key of a merchant: `sk_test_…` or `sk_live_…`.',
          },
        },
      },
    },
    { override: ({ jsonSchema, io }) => simplify(jsonSchema, io) },
  );
  return withExamples(document as unknown as Document);
};

interface Document extends Record<string, unknown> {
  paths: Record<string, Record<string, ExampleTarget>>;
  webhooks: Record<string, { post: ExampleTarget }>;
  components: { schemas: Record<string, SampledSchema> };
}

const openapiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

const paths = (): ZodOpenApiPathsObject => {
  const all: ZodOpenApiPathsObject = {};
  for (const { title, routes } of ROUTE_GROUPS) {
    for (const route of routes) {
      const path = openapiPath(route.path);
      all[path] = { ...all[path], [route.method.toLowerCase()]: operationOf(route, title) };
    }
  }
  return all;
};

interface SimplifiedSchema {
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  additionalProperties?: unknown;
}

const simplify = (schema: SimplifiedSchema, io: 'input' | 'output'): void => {
  if (FORMATS.has(schema.format)) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  // Replies may grow: a client must not refuse a field it does not know.
  if (io === 'output' && schema.additionalProperties === false) {
    delete schema.additionalProperties;
  }
};

const withExamples = (document: Document): Document => {
  for (const route of EVERY_ROUTE) {
    const operation = document.paths[openapiPath(route.path)]?.[route.method.toLowerCase()];
    if (operation) addExamples(operation, route, document.components.schemas);
  }
  for (const [type, { post }] of Object.entries(document.webhooks)) {
    addMessageExample(post, type, document.components.schemas);
  }
  return document;
};
