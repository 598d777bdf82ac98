import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
});
export type TemplateResource = z.infer<typeof resourceSchema>;

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.string().optional() })).default({}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z
    .record(
      z.string(),
      z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }),
    )
    .default({}),
});
export type Template = z.infer<typeof templateSchema>;

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.object({ templateFile: z.string().optional() }).optional(),
    }),
  ),
});

/** One stack of a synthesised cloud assembly. */
export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
}

export interface CloudAssembly {
  readonly folder: string;
  readonly stacks: readonly AssemblyStack[];
}

/** Reads the templates that a synthesis wrote: all that the local stack knows of the infrastructure. */
export const readAssembly = async (folder: string): Promise<CloudAssembly> => {
  const manifest = manifestSchema.parse(await readJson(join(folder, 'manifest.json')));
  const stacks: AssemblyStack[] = [];
  for (const [name, { type, properties }] of Object.entries(manifest.artifacts)) {
    if (type !== 'aws:cloudformation:stack' || !properties?.templateFile) continue;
    const template = templateSchema.parse(await readJson(join(folder, properties.templateFile)));
    stacks.push({ name, template });
  }
  return { folder, stacks };
};

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
