import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '../stages.ts';
import { telemetryKeyPolicy } from './telemetry-key.ts';

type Statement = CfnWebACL.StatementProperty;

const pathMatches = (
  positionalConstraint: 'STARTS_WITH' | 'ENDS_WITH',
  searchString: string,
): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint,
    searchString,
    textTransformations: [{ priority: 0, type: 'NORMALIZE_PATH' }],
  },
});
const pathStartsWith = (prefix: string): Statement => pathMatches('STARTS_WITH', prefix);
const not = (statement: Statement): Statement => ({ notStatement: { statement } });
const all = (...statements: Statement[]): Statement => ({ andStatement: { statements } });
const any = (...statements: Statement[]): Statement => ({ orStatement: { statements } });

/** Merchants' servers: authenticated by key, and their bodies (cards, URLs, names) may look like anything. */
const MERCHANT_API = pathStartsWith('/v1/');
const BUYERS = not(MERCHANT_API);
const LOOKUP = any(pathStartsWith('/lookup'), pathStartsWith('/checkout/lookup'));
const CHECKOUT = pathStartsWith('/checkout/');
const POSTS: Statement = {
  byteMatchStatement: {
    fieldToMatch: { method: {} },
    positionalConstraint: 'EXACTLY',
    searchString: 'POST',
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
};
/** Where providers send buyers back to, `/checkout/{token}/return` and `/checkout/return`. */
const RETURNS = all(CHECKOUT, pathMatches('ENDS_WITH', '/return'));

const COMMON_RULES = 'AWSManagedRulesCommonRuleSet';
/**
 * The common rules that look into bodies, and the labels they leave. Source: AWS WAF, "Baseline rule groups". What providers
 * post looks like an attack to them: UnionPay sends its certificate in a field, others addresses and XML.
 */
const BODY_RULES: Readonly<Record<string, string>> = {
  SizeRestrictions_BODY: 'SizeRestrictions_Body',
  EC2MetaDataSSRF_BODY: 'EC2MetaDataSSRF_Body',
  GenericLFI_BODY: 'GenericLFI_Body',
  GenericRFI_BODY: 'GenericRFI_Body',
  CrossSiteScripting_BODY: 'CrossSiteScripting_Body',
};
const COUNTED: readonly CfnWebACL.RuleActionOverrideProperty[] = Object.keys(BODY_RULES).map(
  (name) => ({ name, actionToUse: { count: {} } }),
);
const hasBodyLabel: Statement = any(
  ...Object.values(BODY_RULES).map(
    (label): Statement => ({
      labelMatchStatement: { scope: 'LABEL', key: `awswaf:managed:aws:core-rule-set:${label}` },
    }),
  ),
);

const managedRules = (
  priority: number,
  name: string,
  scope: Statement,
  ruleActionOverrides?: readonly CfnWebACL.RuleActionOverrideProperty[],
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      scopeDownStatement: scope,
      ...(ruleActionOverrides && { ruleActionOverrides: [...ruleActionOverrides] }),
    },
  },
  visibilityConfig: visibility(name),
});

/** What a managed group only counted is blocked after all, but not where providers send buyers back to. */
const blockSuspiciousBodies = (priority: number): CfnWebACL.RuleProperty => ({
  name: 'suspicious-bodies',
  priority,
  action: { block: {} },
  statement: all(hasBodyLabel, not(RETURNS)),
  visibilityConfig: visibility('suspicious-bodies'),
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
 * address, so the buyers' limit is wide; guessing an order's number and contact is not. A purchase takes two or three posts
 * and a look at its state every five seconds (500 buyers at once behind one address), so posts have a limit of their own. The functions count more exactly, by device and by
 * order: this is the outer wall.
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
        rateLimit(1, 'buyers', 30_000, BUYERS),
        rateLimit(2, 'buyers-posts', 1_000, all(CHECKOUT, POSTS)),
        managedRules(3, 'AWSManagedRulesAmazonIpReputationList', BUYERS),
        managedRules(4, 'AWSManagedRulesKnownBadInputsRuleSet', BUYERS),
        managedRules(5, COMMON_RULES, BUYERS, COUNTED),
        // After the group, whose labels it reads.
        blockSuspiciousBodies(6),
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
