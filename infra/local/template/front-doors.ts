import { z } from 'zod';
import { resourcesOf, type TemplateSource } from './resources-of.ts';

const distributionSchema = z.object({
  Origins: z.array(
    z.object({
      DomainName: z.string(),
      OriginCustomHeaders: z
        .array(z.object({ HeaderName: z.string(), HeaderValue: z.string() }))
        .default([]),
    }),
  ),
});

/** The origins alone: caching is off, and the rest (functions at the edge, the web ACL) has no local value. */
const originsOf = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const { DistributionConfig } = z
    .object({ DistributionConfig: z.object({ Origins: z.unknown() }) })
    .parse(properties);
  return { Origins: DistributionConfig.Origins };
};

/** The headers that CloudFront adds for an origin, by the origin's host. */
export const readFrontDoors = (
  source: TemplateSource,
): ReadonlyMap<string, Readonly<Record<string, string>>> =>
  new Map(
    resourcesOf(source, 'AWS::CloudFront::Distribution', distributionSchema, originsOf).flatMap(
      ({ properties }) =>
        properties.Origins.map(({ DomainName, OriginCustomHeaders }) => [
          DomainName,
          Object.fromEntries(
            OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [
              HeaderName.toLowerCase(),
              HeaderValue,
            ]),
          ),
        ]),
    ),
  );
