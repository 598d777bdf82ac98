import type { z } from 'zod';
import type { CloudAssembly } from './read-assembly.ts';
import { type Resolve, resolverOf } from './resolver.ts';
import { type LocalAddresses, type NamedResource, nameOf } from './resource-values.ts';
import { unsupported } from './unsupported.ts';

/** A resource with its properties resolved and checked. */
export interface ReadResource<Read> extends NamedResource {
  readonly name: string;
  readonly properties: Read;
  readonly resolve: Resolve;
}

/** Where the templates are read from. */
export interface TemplateSource {
  readonly assembly: CloudAssembly;
  readonly addresses: LocalAddresses;
}

type Properties = Readonly<Record<string, unknown>>;

/** Leaves out properties that change nothing for a function. They are not even evaluated. */
export const without =
  (...names: readonly string[]) =>
  (properties: Properties): Properties =>
    Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));

/**
 * Every resource of a type. `schema` names the properties that are copied, `select` takes out those that are not;
 * any other property stops the start.
 * @throws LocalStackError on a property or value that the local stack does not copy.
 */
export const resourcesOf = <Schema extends z.ZodType>(
  { assembly, addresses }: TemplateSource,
  type: string,
  schema: Schema,
  select: (properties: Properties) => Properties = (properties) => properties,
): ReadResource<z.output<Schema>>[] =>
  assembly.stacks.flatMap((stack) => {
    const resolve = resolverOf(assembly, stack, addresses);
    return Object.entries(stack.template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => {
        const parsed = schema.safeParse(resolve(select(resource.Properties)));
        const where = `${stack.name}/${logicalId} (${type})`;
        if (!parsed.success) throw unsupported(where, describe(parsed.error));
        const named = { stack: stack.name, logicalId, resource };
        return { ...named, name: nameOf(named), properties: parsed.data, resolve };
      });
  });

const describe = (error: z.ZodError): string =>
  error.issues
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `the property ${[...issue.path, issue.keys.join(', ')].join('.')}`
        : `${issue.path.join('.') || 'a property'} (${issue.message})`,
    )
    .join('; ');
