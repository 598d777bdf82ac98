import { z } from 'zod';
import { resourcesOf, type TemplateSource } from './resources-of.ts';

const originsSchema = z.object({
  DistributionConfig: z.object({
    Origins: z.array(
      z.object({
        DomainName: z.unknown(),
        OriginCustomHeaders: z
          .array(z.object({ HeaderName: z.string(), HeaderValue: z.string() }))
          .default([]),
      }),
    ),
  }),
});

const DISTRIBUTION_TYPE = 'AWS::CloudFront::Distribution';

/**
 * Which APIs are behind a CloudFront distribution, by their endpoint, with the headers that it adds. Of the
 * distribution itself nothing else is read: caching is off, and the rest protects from strangers.
 */
export const readFrontDoors = (
  source: TemplateSource,
): ReadonlyMap<string, Readonly<Record<string, string>>> => {
  const doors = new Map<string, Readonly<Record<string, string>>>();
  for (const { properties } of resourcesOf(withOriginsOnly(source), DISTRIBUTION_TYPE, originsSchema)) {
    for (const { DomainName, OriginCustomHeaders } of properties.DistributionConfig.Origins) {
      const headers = OriginCustomHeaders.map(
        ({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue] as const,
      );
      doors.set(`http://${String(DomainName)}`, Object.fromEntries(headers));
    }
  }
  return doors;
};

/** Leaves out what names things without a local value (functions at the edge, the web ACL). */
const withOriginsOnly = (source: TemplateSource): TemplateSource => ({
  ...source,
  assembly: {
    ...source.assembly,
    stacks: source.assembly.stacks.map((stack) => ({
      ...stack,
      template: {
        ...stack.template,
        Resources: Object.fromEntries(
          Object.entries(stack.template.Resources).map(([logicalId, resource]) =>
            resource.Type === DISTRIBUTION_TYPE
              ? [logicalId, { ...resource, Properties: originsOf(resource.Properties) }]
              : [logicalId, resource],
          ),
        ),
      },
    })),
  },
});

const rawSchema = z.object({ DistributionConfig: z.object({ Origins: z.unknown() }) });

const originsOf = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  DistributionConfig: { Origins: rawSchema.parse(properties).DistributionConfig.Origins },
});
