import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '../stages.ts';
import { telemetryKeyPolicy } from './telemetry-key.ts';

type Statement = CfnWebACL.StatementProperty;

const pathStartsWith = (prefix: string): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString: prefix,
    textTransformations: [{ priority: 0, type: 'NORMALIZE_PATH' }],
  },
});

/** Merchants' servers: authenticated by key, and their bodies (cards, URLs, names) may look like anything. */
const MERCHANT_API = pathStartsWith('/v1/');
const BUYERS: Statement = { notStatement: { statement: MERCHANT_API } };
const LOOKUP: Statement = {
  orStatement: { statements: [pathStartsWith('/lookup'), pathStartsWith('/checkout/lookup')] },
};

const managedRules = (
  priority: number,
  name: string,
  scope: Statement,
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: { vendorName: 'AWS', name, scopeDownStatement: scope },
  },
  visibilityConfig: visibility(name),
});

const rateLimit = (
  priority: number,
  name: string,
  limit: number,
  scope: Statement,
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  action: { block: { customResponse: { responseCode: 429 } } },
  statement: {
    rateBasedStatement: {
      limit,
      evaluationWindowSec: 300,
      aggregateKeyType: 'IP',
      scopeDownStatement: scope,
    },
  },
  visibilityConfig: visibility(name),
});

const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});

/**
 * The web ACL of the front door. Limits count requests of one address in five minutes: many phones share one
 * address, so the buyers' limit is wide; guessing an order's number and contact is not.
 */
export class WebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, settings: EnvironmentSettings) {
    super(scope, 'web-acl');
    const acl = new CfnWebACL(this, 'Acl', {
      name: `${settings.prefix}-front-door`,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('front-door'),
      rules: [
        rateLimit(0, 'lookup-guessing', 100, LOOKUP),
        rateLimit(1, 'buyers', 6_000, BUYERS),
        managedRules(2, 'AWSManagedRulesAmazonIpReputationList', BUYERS),
        managedRules(3, 'AWSManagedRulesKnownBadInputsRuleSet', BUYERS),
        managedRules(4, 'AWSManagedRulesCommonRuleSet', BUYERS),
      ],
    });
    this.arn = acl.attrArn;
    const key = new Key(this, 'LogKey', {
      description: `${settings.prefix}: log of the web ACL`,
      enableKeyRotation: true,
      policy: telemetryKeyPolicy(this, []),
      removalPolicy: settings.removalPolicy,
    });
    // WAF insists on this prefix.
    const logGroupName = `aws-waf-logs-${settings.prefix}-front-door`;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName,
      retention: settings.logRetention,
      encryptionKey: key,
      removalPolicy: settings.namedRemovalPolicy,
    });
    const logging = new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [
        // The log group's own attribute ends in :*, which WAF refuses.
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      // API keys, and paths and queries with checkout tokens and contacts, stay out of the log.
      redactedFields: [
        { singleHeader: { Name: 'authorization' } },
        { singleHeader: { Name: 'cookie' } },
        { singleHeader: { Name: 'referer' } },
        { uriPath: {} },
        { queryString: {} },
      ],
    });
    logging.node.addDependency(logGroup);
  }
}
