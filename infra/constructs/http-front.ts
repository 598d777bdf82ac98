import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HttpRouteDeclaration } from '../features/feature.ts';
import type { EnvironmentSettings, Throttle } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';
import type { Monitoring } from './monitoring.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * One JSON line a request. The route and not the path: a checkout's path holds its token, which opens the order.
 */
const ACCESS_LOG_FORMAT = JSON.stringify({
  at: '$context.requestTime',
  requestId: '$context.requestId',
  sourceIp: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMillis: '$context.responseLatency',
  integrationMillis: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  userAgent: '$context.identity.userAgent',
});

export interface HttpFrontProps {
  readonly name: 'front' | 'callbacks';
  readonly throttle: Throttle;
  readonly settings: EnvironmentSettings;
  readonly telemetryKey: IKey;
  readonly monitoring: Monitoring;
  /** What it means for people when this API answers 5xx. */
  readonly errorImpact: `${string}.`;
  /** Why its routes have no authorizer of API Gateway's. */
  readonly whyNoAuthorizer: string;
}

/** An HTTP API with explicit routes, throttling, and an access log that holds no secret. */
export class HttpFront extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, props: HttpFrontProps) {
    const { name, settings, throttle, telemetryKey, monitoring } = props;
    super(scope, `${name}-api`);
    this.api = new HttpApi(this, 'Api', {
      apiName: `${settings.prefix}-${name}`,
      createDefaultStage: false,
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/arteria/${settings.environment}/${name}-access`,
      retention: settings.logRetention,
      encryptionKey: telemetryKey,
      removalPolicy: settings.namedRemovalPolicy,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(ACCESS_LOG_FORMAT),
      },
    });
    acknowledge(this.api, 'AwsSolutions-APIG4', props.whyNoAuthorizer);
    this.#watch(name, props.errorImpact, monitoring);
  }

  /** Without a trailing slash. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  serve(served: ServiceFunction, routes: readonly HttpRouteDeclaration[]): void {
    const integration = new HttpLambdaIntegration(served.declaration.id, served.function, {
      // One permission for the API instead of one a route: a function's resource policy ends at 20 KB.
      scopePermissionToRoute: false,
    });
    for (const { method, path } of routes) {
      new HttpRoute(this.api, `${method} ${path}`, {
        httpApi: this.api,
        routeKey: HttpRouteKey.with(path, HttpMethod[method]),
        integration,
      });
    }
  }

  #watch(name: string, errorImpact: `${string}.`, monitoring: Monitoring): void {
    const metric = (metricName: string, statistic = 'Sum') =>
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        dimensionsMap: { ApiId: this.api.apiId },
        statistic,
        period: Duration.minutes(5),
      });
    monitoring.alarm({
      id: `${name}-5xx`,
      runbook: `${name}-api-answers-5xx`,
      errorImpact,
      metric: metric('5xx'),
      threshold: 5,
    });
    monitoring.widget({
      section: 'HTTP',
      title: name,
      metrics: [metric('Count'), metric('4xx'), metric('5xx'), metric('Latency', 'p99')],
    });
  }
}
