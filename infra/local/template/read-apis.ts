import { z } from 'zod';
import { readFrontDoors } from './front-doors.ts';
import type { LocalApi, LocalRoute } from './local-model.ts';
import { nameInArn } from './resource-values.ts';
import { resourcesOf, type TemplateSource, without } from './resources-of.ts';
import { unsupported } from './unsupported.ts';

const apiSchema = z.strictObject({ ProtocolType: z.literal('HTTP') });
const integrationSchema = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});
const routeSchema = z.strictObject({
  ApiId: z.string(),
  AuthorizationType: z.literal('NONE').default('NONE'),
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
});
/** A stage of another name would put its name before every path. */
const stageSchema = z.strictObject({ StageName: z.literal('$default') });

const copiedOfApi = without('Description', 'Name', 'Tags', 'DisableExecuteApiEndpoint');
const copiedOfStage = without(
  'AccessLogSettings',
  'ApiId',
  'AutoDeploy',
  'DefaultRouteSettings',
  'Description',
  'RouteSettings',
  'Tags',
);

/** The HTTP APIs with their routes. Throttling and access logs are not copied. */
export const readApis = (source: TemplateSource): LocalApi[] => {
  resourcesOf(source, 'AWS::ApiGatewayV2::Stage', stageSchema, copiedOfStage);
  const integrations = new Map(
    resourcesOf(source, 'AWS::ApiGatewayV2::Integration', integrationSchema).map(
      ({ name, properties }) => [name, nameInArn(properties.IntegrationUri)],
    ),
  );
  const routes = resourcesOf(source, 'AWS::ApiGatewayV2::Route', routeSchema);
  const frontDoors = readFrontDoors(source);
  return resourcesOf(source, 'AWS::ApiGatewayV2::Api', apiSchema, copiedOfApi).map(({ name }) => ({
    name,
    frontDoorHeaders: frontDoors.get(new URL(source.addresses.apiEndpoint(name)).host),
    routes: routes
      .filter(({ properties }) => properties.ApiId === name)
      .map(({ properties, stack, logicalId }): LocalRoute => {
        const functionName = integrations.get(properties.Target.slice('integrations/'.length));
        if (!functionName) throw unsupported(`${stack}/${logicalId}`, properties.Target);
        const [method = '', path = '$default'] = properties.RouteKey.split(' ');
        return method === '$default'
          ? { method: 'ANY', path: '$default', functionName }
          : { method, path, functionName };
      }),
  }));
};
