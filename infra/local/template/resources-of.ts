import type { z } from 'zod';
import type { CloudAssembly } from './read-assembly.ts';
import { type LocalAddresses, type NamedResource, nameOf } from './resource-values.ts';
import { type Resolve, resolverOf } from './resolver.ts';
import { unsupported } from './unsupported.ts';

/** A resource with its properties resolved and checked. */
export interface ReadResource<Properties> extends NamedResource {
  readonly name: string;
  readonly properties: Properties;
  readonly resolve: Resolve;
}

/** Where the templates are read from. */
export interface TemplateSource {
  readonly assembly: CloudAssembly;
  readonly addresses: LocalAddresses;
}

/**
 * Every resource of a type. `schema` names the properties that are copied; `ignored` those that change nothing for
 * a function (and are not evaluated). Any other property stops the start.
 * @throws LocalStackError on a property or value that the local stack does not copy.
 */
export const resourcesOf = <Schema extends z.ZodType>(
  { assembly, addresses }: TemplateSource,
  type: string,
  schema: Schema,
  ignored: readonly string[] = [],
): ReadResource<z.output<Schema>>[] =>
  assembly.stacks.flatMap((stack) => {
    const resolve = resolverOf(assembly, stack, addresses);
    return Object.entries(stack.template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => {
        const copied = Object.entries(resource.Properties).filter(([key]) => !ignored.includes(key));
        const parsed = schema.safeParse(resolve(Object.fromEntries(copied)));
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
