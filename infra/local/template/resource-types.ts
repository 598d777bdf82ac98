import type { CloudAssembly } from './read-assembly.ts';
import { unsupported } from './unsupported.ts';

/** Types whose behaviour the local stack copies. */
const COPIED = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::Distribution',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
]);

/** Types that change nothing of what a function sees: permissions, monitoring, protection from strangers. */
const WITHOUT_EFFECT = new Set([
  'AWS::CDK::Metadata',
  // Nothing is kept at an edge here.
  'AWS::CloudFront::CachePolicy',
  // The viewer-request function: front-door-headers.ts sets the same headers.
  'AWS::CloudFront::Function',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::WAFv2::LoggingConfiguration',
  'AWS::WAFv2::WebACL',
]);

/** @throws LocalStackError on a resource of a type that nobody has decided about. */
export const checkResourceTypes = ({ stacks }: CloudAssembly): void => {
  for (const { name, template } of stacks) {
    for (const [logicalId, { Type }] of Object.entries(template.Resources)) {
      if (!COPIED.has(Type) && !WITHOUT_EFFECT.has(Type)) {
        throw unsupported(`${name}/${logicalId}`, `the type ${Type}`);
      }
    }
  }
};
