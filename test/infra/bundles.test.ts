import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, bundleFunctions, METAFILE } from '#infra/bundle.ts';
import type { ItemVerb } from '#infra/features/feature.ts';
import { FUNCTIONS } from '#infra/features/features.ts';
import { templatesOf } from './template.ts';

const run = promisify(execFile);
const templates = templatesOf('prod');
const bundles = new Map<string, Bundle>();

beforeAll(async () => {
  for (const bundle of await bundleFunctions()) bundles.set(bundle.id, bundle);
});

const bundleOf = (id: string): Bundle => {
  const bundle = bundles.get(id);
  if (!bundle) throw new Error(`no bundle ${id}`);
  return bundle;
};
const metafileOf = (id: string): Metafile =>
  JSON.parse(readFileSync(join(bundleOf(id).folder, METAFILE), 'utf8')) as Metafile;

/** Files whose code is in the bundle; what was shaken out is not. */
const filesIn = (id: string): string[] =>
  Object.values(metafileOf(id).outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file),
  );

/** The bundle's own files that are read before the first event. */
const eagerOutputsOf = (id: string): string[] => {
  const { outputs } = metafileOf(id);
  const reached = new Set<string>();
  const visit = (file: string): void => {
    const output = outputs[file];
    if (!output || reached.has(file)) return;
    reached.add(file);
    for (const { path, kind } of output.imports) if (kind !== 'dynamic-import') visit(path);
  };
  visit(Object.keys(outputs).find((file) => file.endsWith('/index.mjs')) ?? '');
  return [...reached];
};

/** Files whose code is read before the first event. */
const eagerFilesIn = (id: string): string[] => {
  const { outputs } = metafileOf(id);
  return eagerOutputsOf(id).flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
};

const eagerBytesOf = (id: string): number => {
  const { outputs } = metafileOf(id);
  return eagerOutputsOf(id).reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
};

const variablesOf = (id: string): string[] => {
  const { Properties } = templates.one(
    'AWS::Lambda::Function',
    'FunctionName',
    `arteria-prod-${id}`,
  );
  const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
  return Object.keys(Variables);
};

/** SDK commands that carry out a verb; a transaction carries out writes. */
const COMMANDS: Readonly<Record<ItemVerb, readonly string[]>> = {
  GetItem: ['Get'],
  BatchGetItem: ['BatchGet'],
  Query: ['Query'],
  PutItem: ['Put', 'TransactWrite'],
  UpdateItem: ['Update', 'TransactWrite'],
  DeleteItem: ['Delete', 'TransactWrite'],
  ConditionCheckItem: ['TransactWrite'],
  BatchWriteItem: ['BatchWrite'],
};

describe.each(FUNCTIONS)('the bundle of $id', (declaration) => {
  const { id } = declaration;

  test('starts with the variables that its function gets, and needs no other', async () => {
    const environment = Object.fromEntries(variablesOf(id).map((name) => [name, 'a-value']));
    const module = pathToFileURL(join(bundleOf(id).folder, 'index.mjs')).href;
    const script = `const { handler } = await import(${JSON.stringify(module)}); console.log(typeof handler);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      env: { AWS_REGION: 'eu-central-1', ...environment },
    });
    expect(stdout.trim()).toBe('function');
  });

  test('holds functions, shared code and packages only: nothing of the infrastructure or the tests', () => {
    for (const file of filesIn(id)) {
      expect(file).toMatch(/^(functions|shared)\/|(^|\/)node_modules\//);
    }
  });

  test('loads no provider before it is needed', () => {
    const providers = eagerFilesIn(id).filter((file) => /^shared\/channels\/.+\//.test(file));
    expect(providers).toEqual([]);
  });

  test('has code for every verb that its function is allowed', () => {
    const commands = new Set(
      filesIn(id).flatMap((file) => {
        const name = /@aws-sdk\/(?:lib|client)-dynamodb\/.*\/(\w+?)(?:Item)?Command\.js$/.exec(
          file,
        )?.[1];
        return name ? [name.replace(/Items$/, '')] : [];
      }),
    );
    const verbs = Object.values(declaration.tables ?? {}).flatMap((use) => use.verbs);
    for (const verb of verbs) {
      expect(
        COMMANDS[verb].some((command) => commands.has(command)),
        verb,
      ).toBe(true);
    }
  });
});

test.each(['callbacks-receive', 'callbacks-apply'])(
  'the callback path starts fast: %s reads under 700 KB before its first event',
  (id) => {
    expect(eagerBytesOf(id)).toBeLessThan(700_000);
  },
);
