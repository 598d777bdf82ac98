import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { FunctionDeclaration } from '#infra/features/feature.ts';
import { FUNCTIONS } from '#infra/features/features.ts';
import { startLocalStack } from '#infra/local/start-local-stack.ts';
import { synth } from '#infra/synth.ts';
import { exerciseEverything } from './exercise-everything.ts';

const WATCH = fileURLToPath(new URL('./watch-grants.ts', import.meta.url));
const callSchema = z.object({ folder: z.string(), needs: z.array(z.string()) });

/** What each function needed while everything was used, by its id. */
const needed = new Map<string, Set<string>>();
let stopStack = async (): Promise<unknown> => undefined;

const bundleFolders = async (assembly: string): Promise<Map<string, string>> => {
  const folders = new Map<string, string>();
  for (const stack of ['api', 'pipeline']) {
    const text = await readFile(join(assembly, `arteria-dev-${stack}.template.json`), 'utf8');
    const { Resources } = JSON.parse(text) as {
      Resources: Record<string, { Metadata?: Record<string, string>; Properties: { FunctionName?: string } }>;
    };
    for (const { Metadata, Properties } of Object.values(Resources)) {
      const folder = Metadata?.['aws:asset:path'];
      if (folder) folders.set(folder, String(Properties.FunctionName).replace('arteria-dev-', ''));
    }
  }
  return folders;
};

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'arteria-grants-'));
  const { outdir } = await synth({ outdir: join(directory, 'assembly'), environment: 'dev' });
  const file = join(directory, 'needs');
  vi.stubEnv('NODE_OPTIONS', `--import=${WATCH}`);
  vi.stubEnv('ARTERIA_NEEDS_FILE', file);
  const stack = await startLocalStack({ directory: join(directory, 'local'), assembly: outdir });
  vi.unstubAllEnvs();
  stopStack = () => stack.stop();
  if (!stack.demo) throw new Error('the stack has no demo shop');
  await exerciseEverything(stack.demo, async () => (await stack.measurements()).functions);
  const folders = await bundleFolders(outdir);
  for (const line of (await readFile(file, 'utf8')).trim().split('\n')) {
    const { folder, needs } = callSchema.parse(JSON.parse(line));
    const id = folders.get(folder) ?? folder;
    needed.set(id, (needed.get(id) ?? new Set()).union(new Set(needs)));
  }
}, 240_000);

afterAll(() => stopStack());

const grantedTo = ({ tables = {}, sendsTo = [] }: FunctionDeclaration): string[] => [
  ...Object.entries(tables).flatMap(([table, { verbs, indexes = [] }]) => [
    ...verbs.map((verb) => `${verb} ${table}`),
    ...indexes.map((index) => `Query ${table}/${index}`),
  ]),
  ...sendsTo.map((queue) => `send ${queue}`),
];

describe.each(FUNCTIONS)('function $id', (declaration) => {
  test('is allowed everything that it did while the whole system was used', () => {
    const needs = [...(needed.get(declaration.id) ?? [])];
    expect(needs.filter((need) => !grantedTo(declaration).includes(need))).toEqual([]);
  });
});

test('every function that touches tables or queues was seen at work', () => {
  const working = FUNCTIONS.filter((declaration) => grantedTo(declaration).length > 0);
  expect(working.map(({ id }) => id).filter((id) => !needed.has(id))).toEqual([]);
});
