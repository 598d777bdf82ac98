import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { App } from 'aws-cdk-lib/core';
import { z } from 'zod';
import { createArteria } from '#infra/arteria.ts';
import type { Domain, Environment } from '#infra/stages.ts';
import { temporaryFolder } from './temporary-folder.ts';

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.array(z.string()).optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
const templateSchema = z.looseObject({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
  Parameters: z.record(z.string(), z.looseObject({})).default({}),
});

export type Resource = z.infer<typeof resourceSchema> & { readonly logicalId: string };

/** One environment's templates, as they would be deployed, with a stand-in for the functions' code. */
export interface Templates {
  readonly stackNames: readonly string[];
  template(stack: string): z.infer<typeof templateSchema>;
  /** The resources of a type in all stacks. */
  all(type: string): Resource[];
  /** Finds the one resource of a type that has a property of that value. */
  one(type: string, property: string, value: unknown): Resource;
  readonly manifest: { environment: string; stack: string }[];
}

export const anApp = (
  environment: Environment,
  options: { domain?: Domain; validate?: boolean } = {},
): App => {
  const directory = temporaryFolder();
  const code = join(directory, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'index.mjs'), 'export const handler = async () => {};');
  return createArteria({
    outdir: join(directory, 'cdk.out'),
    environment,
    domain: options.domain,
    validate: options.validate ?? false,
    codeOf: () => Code.fromAsset(code),
  });
};

export const templatesOf = (environment: Environment, options = {}): Templates => {
  const assembly = anApp(environment, options).synth();
  const templates = new Map(
    assembly.stacks.map((stack) => [
      stack.stackName.replace(`arteria-${environment}-`, ''),
      templateSchema.parse(stack.template),
    ]),
  );
  const template = (stack: string) => {
    const found = templates.get(stack);
    if (!found) throw new Error(`no stack ${stack}`);
    return found;
  };
  const all = (type: string): Resource[] =>
    [...templates.values()].flatMap(({ Resources }) =>
      Object.entries(Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => ({ ...resource, logicalId })),
    );
  return {
    stackNames: [...templates.keys()],
    template,
    all,
    one: (type, property, value) => {
      const found = all(type).filter(({ Properties }) => Properties[property] === value);
      const [resource] = found;
      if (!resource || found.length > 1) {
        throw new Error(`${found.length} resources ${type} with ${property} ${String(value)}`);
      }
      return resource;
    },
    manifest: assembly.stacks.map(({ stackName, environment: { account, region } }) => ({
      stack: stackName,
      environment: `${account}/${region}`,
    })),
  };
};
