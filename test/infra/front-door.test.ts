import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  CLIENT_ADDRESS_HEADER,
  CLIENT_COUNTRY_HEADER,
  ENV,
  ORIGIN_SECRET_HEADER,
  PUBLIC_HOST_HEADER,
} from '#shared/contract/environment.ts';
import { templatesOf } from './template.ts';

const templates = templatesOf('prod');
const [distribution] = templates.all('AWS::CloudFront::Distribution');
const config = distribution?.Properties.DistributionConfig as {
  Origins: { OriginCustomHeaders: { HeaderName: string; HeaderValue: unknown }[] }[];
  DefaultCacheBehavior: Record<string, unknown>;
  [key: string]: unknown;
};

describe('the origin secret', () => {
  const secret = templates
    .all('AWS::SecretsManager::Secret')
    .find(({ logicalId }) => logicalId?.startsWith('OriginSecret'));

  test('is generated, long, and encrypted with our key', () => {
    expect(secret?.Properties).toMatchObject({
      GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
      KmsKeyId: expect.anything(),
    });
    expect(secret?.Properties.SecretString).toBeUndefined();
  });

  test('is the same reference at CloudFront and in every function of the front API, never its text', () => {
    const [origin] = config.Origins;
    const header = origin?.OriginCustomHeaders.find(
      ({ HeaderName }) => HeaderName === ORIGIN_SECRET_HEADER,
    );
    expect(JSON.stringify(header?.HeaderValue)).toContain('{{resolve:secretsmanager:');
    expect(JSON.stringify(header?.HeaderValue)).toContain(String(secret?.logicalId));
    const withSecret = templates
      .all('AWS::Lambda::Function')
      .map(
        ({ Properties }) =>
          (Properties.Environment as { Variables: Record<string, unknown> }).Variables,
      )
      .filter((variables) => ENV.originSecret in variables);
    expect(withSecret.length).toBeGreaterThan(0);
    for (const variables of withSecret) {
      expect(variables[ENV.originSecret]).toEqual(header?.HeaderValue);
    }
  });
});

describe('the secret of device cookies', () => {
  const secret = templates
    .all('AWS::SecretsManager::Secret')
    .find(({ logicalId }) => logicalId?.startsWith('DeviceCookieSecret'));

  test('is generated, long, encrypted with our key, and another one than the front door’s', () => {
    expect(secret?.Properties).toMatchObject({
      GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
      KmsKeyId: expect.anything(),
    });
    expect(templates.all('AWS::SecretsManager::Secret')).toHaveLength(2);
  });

  test('reaches the functions that buyers call as a reference, and no other', () => {
    const knowing = templates.all('AWS::Lambda::Function').flatMap(({ Properties }) => {
      const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
      const value = Variables[ENV.deviceCookieSecret];
      return value === undefined ? [] : [[Properties.FunctionName, JSON.stringify(value)] as const];
    });
    expect(knowing.map(([name]) => name).toSorted()).toEqual([
      'arteria-prod-checkout',
      'arteria-prod-checkout-steps',
      'arteria-prod-pages-checkout',
      'arteria-prod-pages-steps',
    ]);
    for (const [, value] of knowing) {
      expect(value).toContain('{{resolve:secretsmanager:');
      expect(value).toContain(String(secret?.logicalId));
    }
  });
});

describe('what CloudFront passes on', () => {
  const [edgeFunction] = templates.all('AWS::CloudFront::Function');
  const handle = (headers: Record<string, { value: string }>) =>
    runInNewContext(`${String(edgeFunction?.Properties.FunctionCode)}; handler(event)`, {
      event: { viewer: { ip: '203.0.113.7' }, request: { headers } },
    }) as { headers: Record<string, { value: string }> };

  test("carries the viewer's host and address, whatever the viewer claimed", () => {
    const { headers } = handle({
      host: { value: 'pay.example.com' },
      [PUBLIC_HOST_HEADER]: { value: 'evil.example' },
      [CLIENT_ADDRESS_HEADER]: { value: '127.0.0.1' },
    });
    expect(headers[PUBLIC_HOST_HEADER]).toEqual({ value: 'pay.example.com' });
    expect(headers[CLIENT_ADDRESS_HEADER]).toEqual({ value: '203.0.113.7' });
  });

  test("is the viewer's country too, which no function of ours may lose on the way", () => {
    // The managed policy AllViewerExceptHostHeader: also "all device type and viewer location headers".
    expect(config.DefaultCacheBehavior.OriginRequestPolicyId).toBe(
      'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    );
    const country = { value: 'SG' };
    const { headers } = handle({
      host: { value: 'pay.example.com' },
      [CLIENT_COUNTRY_HEADER]: country,
    });
    expect(headers[CLIENT_COUNTRY_HEADER]).toEqual(country);
  });

  test('is every method, uncached, over HTTPS only', () => {
    expect(config.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      ViewerProtocolPolicy: 'redirect-to-https',
      // The managed policy CachingDisabled.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      // The managed policy AllViewerExceptHostHeader.
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      FunctionAssociations: [{ EventType: 'viewer-request' }],
    });
    expect(config.Origins[0]).toMatchObject({
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    });
  });
});

describe('scripts of pages', () => {
  const [behavior] = config.CacheBehaviors as Record<string, unknown>[];
  const [policy] = templates.all('AWS::CloudFront::CachePolicy');

  test('are kept at the edge, by name and encoding, and can only be read', () => {
    expect(config.CacheBehaviors).toHaveLength(1);
    expect(behavior).toMatchObject({
      PathPattern: '/assets/*',
      AllowedMethods: ['GET', 'HEAD'],
      CachePolicyId: { Ref: policy?.logicalId },
      ViewerProtocolPolicy: 'redirect-to-https',
    });
  });

  test('are asked for without anything that is not part of their name: nobody can have a wrong answer kept for others', () => {
    expect(behavior).not.toHaveProperty('OriginRequestPolicyId');
    expect(policy?.Properties.CachePolicyConfig).toMatchObject({
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        EnableAcceptEncodingBrotli: true,
        EnableAcceptEncodingGzip: true,
      },
    });
  });

  test('are kept because they say so: what says "no-store" under the same path is not kept for a second', () => {
    expect(policy?.Properties.CachePolicyConfig).toMatchObject({ MinTTL: 0, DefaultTTL: 0 });
  });
});

test('no error is kept and given to another caller', () => {
  const responses = config.CustomErrorResponses as {
    ErrorCode: number;
    ErrorCachingMinTTL: number;
  }[];
  expect(responses.map(({ ErrorCode }) => ErrorCode)).toEqual(
    expect.arrayContaining([400, 403, 404, 500, 502, 503, 504]),
  );
  for (const { ErrorCachingMinTTL } of responses) expect(ErrorCachingMinTTL).toBe(0);
});

describe('a domain of its own', () => {
  test('brings its certificate and TLS 1.2', () => {
    const [named] = templatesOf('prod', {
      domain: {
        name: 'pay.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/example',
      },
    }).all('AWS::CloudFront::Distribution');
    expect(named?.Properties.DistributionConfig).toMatchObject({
      Aliases: ['pay.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
  });
});

describe('the web ACL', () => {
  const [acl] = templates.all('AWS::WAFv2::WebACL');
  const rules = acl?.Properties.Rules as {
    Name: string;
    Priority: number;
    Action?: unknown;
    Statement: object;
  }[];

  test('is for CloudFront, in us-east-1, and reaches the distribution as a parameter', () => {
    expect(acl?.Properties.Scope).toBe('CLOUDFRONT');
    expect(templates.manifest.find(({ stack }) => stack === 'arteria-prod-edge')?.environment).toBe(
      'unknown-account/us-east-1',
    );
    expect(config.WebACLId).toEqual({ Ref: 'WebAclArn' });
    expect(templates.template('api').Parameters.WebAclArn?.Default).toBeUndefined();
  });

  test('limits how often one address may guess an order', () => {
    expect(rules.find(({ Name }) => Name === 'lookup-guessing')).toMatchObject({
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
      Statement: {
        RateBasedStatement: { Limit: 100, EvaluationWindowSec: 300, AggregateKeyType: 'IP' },
      },
    });
  });

  const rule = (name: string) => {
    const found = rules.find(({ Name }) => Name === name);
    if (!found) throw new Error(`no rule ${name}`);
    return found;
  };

  test('limits what one address may post to checkouts more than what it may look at', () => {
    const limitOf = (name: string): number => {
      const { Statement } = rule(name);
      return (Statement as { RateBasedStatement: { Limit: number } }).RateBasedStatement.Limit;
    };
    expect(limitOf('buyers-posts')).toBeLessThan(limitOf('buyers'));
    expect(JSON.stringify(rule('buyers-posts'))).toContain('"POST"');
  });

  test('blocks bodies that look like an attack, but not those that providers send buyers back with', () => {
    const common = rule('AWSManagedRulesCommonRuleSet');
    const { RuleActionOverrides } = (
      common.Statement as {
        ManagedRuleGroupStatement: { RuleActionOverrides: { Name: string; ActionToUse: object }[] };
      }
    ).ManagedRuleGroupStatement;
    // Every rule of the group that looks into bodies.
    expect(RuleActionOverrides.map(({ Name }) => Name).toSorted()).toEqual([
      'CrossSiteScripting_BODY',
      'EC2MetaDataSSRF_BODY',
      'GenericLFI_BODY',
      'GenericRFI_BODY',
      'SizeRestrictions_BODY',
    ]);
    for (const { ActionToUse } of RuleActionOverrides) expect(ActionToUse).toEqual({ Count: {} });
    const after = rule('suspicious-bodies');
    expect(after.Action).toEqual({ Block: {} });
    expect(after.Priority).toBeGreaterThan(common.Priority);
    const [labels, exception] = (
      after.Statement as { AndStatement: { Statements: [object, object] } }
    ).AndStatement.Statements;
    const keys = [...JSON.stringify(labels).matchAll(/core-rule-set:(\w+)"/g)];
    expect(keys.map(([, label]) => label?.toUpperCase()).toSorted()).toEqual(
      RuleActionOverrides.map(({ Name }) => Name.toUpperCase()).toSorted(),
    );
    const path = (PositionalConstraint: string, SearchString: string) => ({
      ByteMatchStatement: { FieldToMatch: { UriPath: {} }, PositionalConstraint, SearchString },
    });
    expect(exception).toMatchObject({
      NotStatement: {
        Statement: {
          AndStatement: {
            Statements: [path('STARTS_WITH', '/checkout/'), path('ENDS_WITH', '/return')],
          },
        },
      },
    });
  });

  test("never judges a merchant's authenticated request by its body: cards may look like anything", () => {
    for (const { Statement } of rules.filter(({ Action }) => Action === undefined)) {
      expect(Statement).toMatchObject({
        ManagedRuleGroupStatement: {
          ScopeDownStatement: {
            NotStatement: {
              Statement: {
                ByteMatchStatement: { SearchString: '/v1/', PositionalConstraint: 'STARTS_WITH' },
              },
            },
          },
        },
      });
    }
  });

  test('logs without keys, paths and queries', () => {
    const [logging] = templates.all('AWS::WAFv2::LoggingConfiguration');
    expect(logging?.Properties.RedactedFields).toEqual([
      { SingleHeader: { Name: 'authorization' } },
      { SingleHeader: { Name: 'cookie' } },
      { SingleHeader: { Name: 'referer' } },
      { UriPath: {} },
      { QueryString: {} },
    ]);
    expect(JSON.stringify(logging?.Properties.LogDestinationConfigs)).not.toContain(':*');
  });
});
