import type { AssemblyStack, CloudAssembly } from './read-assembly.ts';
import { type LocalAddresses, nameInArn, resourceValue } from './resource-values.ts';
import { unsupported } from './unsupported.ts';

/** Turns a template's value, with whatever intrinsic functions are in it, into a plain one. */
export type Resolve = (value: unknown) => unknown;

const SECRET_REFERENCE = /\{\{resolve:secretsmanager:(arn:[^}]*?):SecretString:::?\}\}/g;

/**
 * The intrinsic functions that templates use, with local values. Evaluated on demand: what nobody reads may use
 * anything.
 * @throws LocalStackError on a function, resource or attribute without a local value.
 */
export const resolverOf = (
  assembly: CloudAssembly,
  stack: AssemblyStack,
  addresses: LocalAddresses,
): Resolve => {
  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value === 'string') return withSecrets(value, addresses);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (entries.length === 1 && only && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      return intrinsic(only[0], only[1]);
    }
    return Object.fromEntries(entries.map(([key, child]) => [key, resolve(child)]));
  };

  const text = (value: unknown): string => String(resolve(value));

  const intrinsic = (name: string, argument: unknown): unknown => {
    switch (name) {
      case 'Ref':
        return ref(stack, String(argument), addresses);
      case 'Fn::GetAtt': {
        const [logicalId, attribute] = getAttArguments(argument);
        return attributeOf(stack, logicalId, attribute, addresses);
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return withSecrets(parts.map(text).join(separator), addresses);
      }
      case 'Fn::Sub':
        return withSecrets(substitute(argument), addresses);
      case 'Fn::ImportValue':
        return imported(assembly, text(argument), addresses);
      case 'Fn::Select': {
        const [index, list] = argument as [number | string, unknown];
        return (resolve(list) as unknown[])[Number(index)];
      }
      case 'Fn::Split': {
        const [separator, source] = argument as [string, unknown];
        return text(source).split(separator);
      }
      default:
        throw unsupported(stack.name, `the function ${name}`);
    }
  };

  const substitute = (argument: unknown): string => {
    const [pattern, variables] = Array.isArray(argument)
      ? (argument as [string, Record<string, unknown>])
      : [String(argument), {}];
    return pattern.replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, key: string) => {
      if (literal) return `\${${key}}`;
      if (key in variables) return text(variables[key]);
      const [logicalId, attribute] = splitOnce(key);
      return text(attribute ? { 'Fn::GetAtt': [logicalId, attribute] } : { Ref: key });
    });
  };
  return resolve;
};

const splitOnce = (key: string): [string, string | undefined] => {
  const dot = key.indexOf('.');
  return dot < 0 ? [key, undefined] : [key.slice(0, dot), key.slice(dot + 1)];
};

const getAttArguments = (argument: unknown): [string, string] => {
  if (Array.isArray(argument)) return [String(argument[0]), String(argument[1])];
  const [logicalId, attribute] = splitOnce(String(argument));
  return [logicalId, attribute ?? ''];
};

const ref = (stack: AssemblyStack, target: string, addresses: LocalAddresses): string => {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': addresses.accountId,
    'AWS::Region': addresses.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
  };
  const known = pseudo[target] ?? stack.template.Parameters[target]?.Default;
  return known ?? attributeOf(stack, target, 'Ref', addresses);
};

const attributeOf = (
  stack: AssemblyStack,
  logicalId: string,
  attribute: string,
  addresses: LocalAddresses,
): string => {
  const resource = stack.template.Resources[logicalId];
  const value =
    resource && resourceValue({ stack: stack.name, logicalId, resource }, attribute, addresses);
  if (value === undefined) {
    const type = resource?.Type ?? 'something that does not exist';
    throw unsupported(`${stack.name}/${logicalId}`, `${attribute} of ${type}`);
  }
  return value;
};

const imported = (assembly: CloudAssembly, exportName: string, addresses: LocalAddresses) => {
  for (const stack of assembly.stacks) {
    const resolve = resolverOf(assembly, stack, addresses);
    for (const output of Object.values(stack.template.Outputs)) {
      if (output.Export && resolve(output.Export.Name) === exportName) return resolve(output.Value);
    }
  }
  throw unsupported(exportName, 'an import that no stack exports');
};

const withSecrets = (text: string, addresses: LocalAddresses): string =>
  text.includes('{{resolve:')
    ? text.replace(SECRET_REFERENCE, (_match, secretArn: string) =>
        addresses.secret(nameInArn(secretArn)),
      )
    : text;
