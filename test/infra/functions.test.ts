import { describe, expect, test } from 'vitest';
import { FEATURES, FUNCTIONS } from '#infra/features/features.ts';
import { ENV } from '#shared/contract/environment.ts';
import { templatesOf } from './template.ts';

const templates = templatesOf('prod');

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const functionOf = (id: string) =>
  templates.one('AWS::Lambda::Function', 'FunctionName', `arteria-prod-${id}`);

const roleOf = (id: string): string => {
  const { Role } = functionOf(id).Properties as { Role: { 'Fn::GetAtt': [string, string] } };
  return Role['Fn::GetAtt'][0];
};

/** Every statement of a function, its actions as a list. */
const statementsOf = (id: string): { actions: string[]; resource: string }[] => {
  const role = roleOf(id);
  const policies = templates
    .all('AWS::IAM::ManagedPolicy')
    .filter(({ Properties }) =>
      (Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref === role),
    );
  expect(policies).toHaveLength(1);
  const document = policies[0]?.Properties.PolicyDocument as { Statement: Statement[] };
  return document.Statement.map(({ Effect, Action, Resource }) => {
    expect(Effect).toBe('Allow');
    return { actions: [Action].flat(), resource: JSON.stringify(Resource) };
  });
};

test('no two functions share a name, an entry or a role', () => {
  for (const key of [
    ({ id }: { id: string }) => id,
    ({ entry }: { entry: string }) => entry,
    ({ id }: { id: string }) => roleOf(id),
  ]) {
    expect(new Set(FUNCTIONS.map(key)).size).toBe(FUNCTIONS.length);
  }
  expect(templates.all('AWS::Lambda::Function')).toHaveLength(FUNCTIONS.length);
});

test("a feature's functions live in the folder of its stage", () => {
  for (const { stage, functions } of FEATURES) {
    for (const { entry } of functions) expect(entry).toMatch(new RegExp(`^functions/${stage}/`));
  }
});

describe.each(FUNCTIONS)('function $id', (declaration) => {
  const { id } = declaration;

  test('runs on Node 24 and ARM, traced, with a bounded time and the declared memory', () => {
    expect(functionOf(id).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      Timeout: declaration.timeoutSeconds,
      MemorySize: declaration.memoryMegabytes,
    });
    if (declaration.trigger.kind === 'http') {
      // API Gateway gives up after 30 seconds.
      expect(declaration.timeoutSeconds).toBeLessThan(30);
    }
  });

  test('writes JSON logs to its own encrypted log group, kept a year', () => {
    const group = templates.one('AWS::Logs::LogGroup', 'LogGroupName', `/arteria/prod/${id}`);
    expect(functionOf(id).Properties.LoggingConfig).toEqual({
      LogFormat: 'JSON',
      LogGroup: { Ref: group.logicalId },
    });
    expect(group.Properties.RetentionInDays).toBe(365);
    expect(group.Properties.KmsKeyId).toBeDefined();
  });

  test('may do exactly what it declares to tables, and nothing to others', () => {
    const allowed = statementsOf(id)
      .filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')))
      .filter(({ actions }) => !actions.some((action) => /Stream|Record|Shard/.test(action)))
      .flatMap(({ actions, resource }) =>
        [...resource.matchAll(/(\w+)TableArn\w*"?\}?(?:,"\/index\/(\w+)")?/g)].map(
          ([, table, index]) =>
            [`${table}${index ? `/${index}` : ''}`, actions.toSorted()] as const,
        ),
      );
    const declared = Object.entries(declaration.tables ?? {}).flatMap(([table, use]) => {
      const name = `ExportsOutputFnGetAtt${table[0]?.toUpperCase()}${table.slice(1)}`;
      return [
        ...(use.verbs.length > 0
          ? [[name, use.verbs.map((verb) => `dynamodb:${verb}`).toSorted()] as const]
          : []),
        ...(use.indexes ?? []).map((index) => [`${name}/${index}`, ['dynamodb:Query']] as const),
      ];
    });
    expect(allowed.toSorted()).toEqual(declared.toSorted());
  });

  test('has the variables of what it may touch, and no others', () => {
    const { Variables } = functionOf(id).Properties.Environment as {
      Variables: Record<string, unknown>;
    };
    const expected = [
      'POWERTOOLS_LOG_LEVEL',
      ...Object.keys(declaration.tables ?? {}).map((table) => `${table.toUpperCase()}_TABLE`),
      ...(declaration.sendsTo ?? []).map(
        (queue) => `${queue.toUpperCase().replace('-', '_')}_QUEUE_URL`,
      ),
      ...(declaration.sealing ? [ENV.sealingKey] : []),
      ...(declaration.announcesCallbacks ? [ENV.callbacksBaseUrl] : []),
      ...(declaration.trigger.kind === 'http' && declaration.trigger.api === 'front'
        ? [ENV.originSecret]
        : []),
      ...(declaration.knowsDevices ? [ENV.deviceCookieSecret] : []),
    ];
    expect(Object.keys(Variables).toSorted()).toEqual(expected.toSorted());
  });

  test('uses the sealing key only as declared', () => {
    const kms = statementsOf(id).filter(({ actions }) => actions.some((a) => a.startsWith('kms:')));
    const expected = {
      none: [],
      open: ['kms:Decrypt'],
      seal_and_open: ['kms:Decrypt', 'kms:GenerateDataKey'],
    }[declaration.sealing ?? 'none'];
    expect(kms.flatMap(({ actions }) => actions)).toEqual(expected);
    for (const { resource } of kms) expect(resource).toContain('SealingKey');
  });

  test('sends only to the queues it declares', () => {
    const targets = statementsOf(id)
      .filter(({ actions }) => actions.includes('sqs:SendMessage'))
      .map(({ resource }) => resource)
      .filter((resource) => !resource.includes('OnFailure'));
    expect(targets).toHaveLength(declaration.sendsTo?.length ?? 0);
    for (const queue of declaration.sendsTo ?? []) {
      const logicalId = `${queue.replace('-', '')}queueQueue`;
      expect(targets.filter((target) => target.includes(logicalId))).toHaveLength(1);
    }
  });
});

describe('no policy of any function', () => {
  const statements = FUNCTIONS.flatMap(({ id }) => statementsOf(id));

  test('names an action with a wildcard', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((a) => a.includes('*'))).toEqual([]);
  });

  test('allows a scan of a table', () => {
    expect(JSON.stringify(templates.all('AWS::IAM::ManagedPolicy'))).not.toMatch(/Scan/i);
  });

  test('reaches every resource, but for traces, which have none', () => {
    const everywhere = statements.filter(({ resource }) => resource === '"*"');
    expect(new Set(everywhere.flatMap(({ actions }) => actions))).toEqual(
      new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']),
    );
  });

  test('comes from AWS or is written into a role', () => {
    expect(templates.all('AWS::IAM::Policy')).toEqual([]);
    for (const { Properties } of templates.all('AWS::IAM::Role')) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.Policies).toBeUndefined();
    }
  });
});
