import { describe, expect, test } from 'vitest';
import { FEATURES, functionsStartedBy } from '#infra/features/features.ts';
import { EVERY_ROUTE } from '#shared/contract/api/every-route.ts';
import { type Resource, templatesOf } from './template.ts';

const templates = templatesOf('prod');

/** The function that a route of the templates invokes, by way of its integration. */
const servedBy = (route: Resource): unknown => {
  const target = JSON.stringify(route.Properties.Target);
  const integration = templates
    .all('AWS::ApiGatewayV2::Integration')
    .find(({ logicalId }) => target.includes(`"${logicalId}"`));
  const uri = JSON.stringify(integration?.Properties.IntegrationUri);
  expect(integration?.Properties).toMatchObject({
    IntegrationType: 'AWS_PROXY',
    PayloadFormatVersion: '2.0',
  });
  return templates
    .all('AWS::Lambda::Function')
    .find(({ logicalId }) => uri.includes(`"${logicalId}"`))?.Properties.FunctionName;
};

const stackOf = { front: 'api', callbacks: 'pipeline' } as const;

describe.each(['front', 'callbacks'] as const)('the %s API', (name) => {
  const { Resources } = templates.template(stackOf[name]);
  const ofType = (type: string): Resource[] =>
    Object.entries(Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => ({ ...resource, logicalId }));
  const declared = functionsStartedBy('http').filter(({ trigger }) => trigger.api === name);

  test('has exactly the routes of the features, each served by its function', () => {
    const routes = ofType('AWS::ApiGatewayV2::Route').map(
      (route) => [route.Properties.RouteKey, servedBy(route)] as const,
    );
    const expected = declared.flatMap(({ id, trigger }) =>
      trigger.routes.map(
        ({ method, path }) => [`${method} ${path}`, `arteria-prod-${id}`] as const,
      ),
    );
    expect(routes.toSorted()).toEqual(expected.toSorted());
    expect(new Set(expected.map(([route]) => route)).size).toBe(expected.length);
  });

  test('has no route that catches what no function knows', () => {
    for (const { Properties } of ofType('AWS::ApiGatewayV2::Route')) {
      expect(Properties.RouteKey).not.toMatch(/\$default|ANY|\+/);
    }
  });

  test('bounds its own load', () => {
    const [stage] = ofType('AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties.DefaultRouteSettings).toMatchObject(
      name === 'front'
        ? { ThrottlingRateLimit: 3_000, ThrottlingBurstLimit: 5_000 }
        : { ThrottlingRateLimit: 2_000, ThrottlingBurstLimit: 4_000 },
    );
  });

  test('logs every request as JSON, without the path, whose parts may open an order', () => {
    const [stage] = ofType('AWS::ApiGatewayV2::Stage');
    const settings = stage?.Properties.AccessLogSettings as { Format: string };
    const format = JSON.parse(settings.Format) as Record<string, string>;
    expect(Object.values(format)).toContain('$context.routeKey');
    expect(settings.Format).not.toMatch(/\$context\.(path|authorizer)|querystring/i);
    const log = templates.one(
      'AWS::Logs::LogGroup',
      'LogGroupName',
      `/arteria/prod/${name}-access`,
    );
    expect(log.Properties.RetentionInDays).toBe(365);
  });
});

test('only the two APIs may call functions from outside, and each only its own', () => {
  const callers = templates
    .all('AWS::Lambda::Permission')
    .map(({ Properties }) => String(Properties.Principal));
  expect(new Set(callers)).toEqual(new Set(['apigateway.amazonaws.com', 'events.amazonaws.com']));
  expect(templates.all('AWS::Lambda::Url')).toEqual([]);
  for (const { Properties } of templates.all('AWS::Lambda::Permission')) {
    expect(Properties.SourceArn).toBeDefined();
  }
});

test('every route of the API contract reaches a function of its stage', () => {
  const served = new Map<string, string>(
    FEATURES.flatMap(({ stage, functions }) =>
      functions.flatMap(({ trigger }) =>
        trigger.kind === 'http'
          ? trigger.routes.map(({ method, path }) => [`${method} ${path}`, stage] as const)
          : [],
      ),
    ),
  );
  expect(EVERY_ROUTE.length).toBeGreaterThan(30);
  for (const { method, path, stage } of EVERY_ROUTE) {
    const route = `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;
    expect([route, served.get(route)]).toEqual([route, stage]);
  }
});
