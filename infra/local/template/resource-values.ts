import type { TemplateResource } from './read-assembly.ts';

/** What only the running local stack knows. */
export interface LocalAddresses {
  readonly region: string;
  readonly accountId: string;
  queueUrl(queueName: string): string;
  /** Base URL of the API, without a trailing slash. */
  apiEndpoint(apiName: string): string;
  /** The local secret of that name, made on first use. */
  secret(name: string): string;
}

export interface NamedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly resource: TemplateResource;
}

/** The property that names a resource when the template does; otherwise the cloud makes a name from the logical id. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'Name',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
};

/** A resource's physical name on the local stack. */
export const nameOf = ({ stack, logicalId, resource }: NamedResource): string => {
  const property = NAME_PROPERTIES[resource.Type];
  const name = property === undefined ? undefined : resource.Properties[property];
  return typeof name === 'string' ? name : `${stack}-${logicalId}`;
};

type ValueOf = (name: string, addresses: LocalAddresses) => string;

const arn =
  (service: string, resource: (name: string) => string): ValueOf =>
  (name, { region, accountId }) =>
    `arn:aws:${service}:${region}:${accountId}:${resource(name)}`;

const name: ValueOf = (resourceName) => resourceName;

/** `Ref` and `Fn::GetAtt` of the types that other resources name. `Ref` is the key `Ref`. */
const VALUES: Readonly<Record<string, Readonly<Record<string, ValueOf>>>> = {
  'AWS::ApiGatewayV2::Api': {
    Ref: name,
    ApiId: name,
    ApiEndpoint: (apiName, addresses) => addresses.apiEndpoint(apiName),
  },
  'AWS::ApiGatewayV2::Integration': { Ref: name },
  'AWS::DynamoDB::Table': {
    Ref: name,
    Arn: arn('dynamodb', (table) => `table/${table}`),
    StreamArn: arn('dynamodb', (table) => `table/${table}/stream/local`),
  },
  'AWS::Events::Rule': { Ref: name, Arn: arn('events', (rule) => `rule/${rule}`) },
  'AWS::KMS::Key': { Ref: name, KeyId: name, Arn: arn('kms', (key) => `key/${key}`) },
  'AWS::Lambda::Function': { Ref: name, Arn: arn('lambda', (fn) => `function:${fn}`) },
  'AWS::SQS::Queue': {
    Ref: (queue, addresses) => addresses.queueUrl(queue),
    QueueUrl: (queue, addresses) => addresses.queueUrl(queue),
    QueueName: name,
    Arn: arn('sqs', (queue) => queue),
  },
  'AWS::SecretsManager::Secret': {
    Ref: arn('secretsmanager', (secret) => `secret:${secret}`),
    Id: arn('secretsmanager', (secret) => `secret:${secret}`),
  },
};

/** The value of an attribute (`Ref` for the reference itself); `undefined` when the local stack has none. */
export const resourceValue = (
  named: NamedResource,
  attribute: string,
  addresses: LocalAddresses,
): string | undefined => VALUES[named.resource.Type]?.[attribute]?.(nameOf(named), addresses);

/** The resource's own part of an ARN that {@link resourceValue} made; a plain name is its own. */
export const nameInArn = (arnOrName: string): string => {
  if (!arnOrName.startsWith('arn:')) return arnOrName;
  const resource = arnOrName.split(':').slice(5).join(':');
  return resource
    .replace(/^(table\/|rule\/|key\/|function:|secret:)/, '')
    .replace(/\/stream\/.*$/, '');
};
