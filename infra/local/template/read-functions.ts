import { join } from 'node:path';
import { z } from 'zod';
import type { LocalFunction } from './local-model.ts';
import { resourceValue } from './resource-values.ts';
import { resourcesOf, type TemplateSource, without } from './resources-of.ts';
import { unsupported } from './unsupported.ts';

const functionSchema = z.strictObject({
  Handler: z.string().regex(/^[\w/-]+\.\w+$/),
  Runtime: z.string().regex(/^nodejs/),
  Timeout: z.coerce.number().int().default(3),
  MemorySize: z.coerce.number().int().default(128),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
});

const copied = without(
  'Architectures',
  'Code',
  'Description',
  'EphemeralStorage',
  'FunctionName',
  'KmsKeyArn',
  'LoggingConfig',
  'RecursiveLoop',
  'Role',
  'RuntimeManagementConfig',
  'Tags',
  'TracingConfig',
);

export const readFunctions = (source: TemplateSource): LocalFunction[] =>
  resourcesOf(source, 'AWS::Lambda::Function', functionSchema, copied).map((read) => {
    const { name, properties, resource, stack, logicalId } = read;
    const asset = resource.Metadata['aws:asset:path'];
    if (typeof asset !== 'string') {
      throw unsupported(`${stack}/${logicalId}`, 'code without the metadata aws:asset:path');
    }
    const dot = properties.Handler.lastIndexOf('.');
    return {
      name,
      arn: resourceValue(read, 'Arn', source.addresses) ?? name,
      folder: join(source.assembly.folder, asset),
      module: properties.Handler.slice(0, dot),
      exportName: properties.Handler.slice(dot + 1),
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      variables: properties.Environment?.Variables ?? {},
    };
  });
