import type { RouteContract } from '#shared/contract/api/route.ts';
import { type SampledSchema, sampleOf } from './sample-of.ts';

interface Media {
  schema?: SampledSchema;
  example?: unknown;
}

/** The parts of an operation that take an example. */
export interface ExampleTarget {
  parameters?: { in: string; name: string; schema?: SampledSchema; example?: unknown }[];
  requestBody?: { content: Record<string, Media> };
  responses?: Record<string, { content?: Record<string, Media> }>;
}

/**
 * Adds an example to every path parameter, to the JSON request (the contract's own, else the least that is accepted)
 * and to the JSON reply.
 */
export const addExamples = (
  operation: ExampleTarget,
  route: RouteContract,
  named: Readonly<Record<string, SampledSchema>>,
): void => {
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in !== 'path') continue;
    parameter.example = sampleOf(
      parameter.schema ?? {},
      { named, extent: 'whole' },
      parameter.name,
    );
  }
  const request = operation.requestBody?.content['application/json'];
  if (request) {
    request.example =
      route.example?.body ?? sampleOf(request.schema ?? {}, { named, extent: 'least' });
  }
  const reply = operation.responses?.[String(route.status)]?.content?.['application/json'];
  if (reply) reply.example = sampleOf(reply.schema ?? {}, { named, extent: 'whole' });
};
