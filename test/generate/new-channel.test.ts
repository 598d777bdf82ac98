import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REPOSITORY } from '#infra/bundle.ts';
import { addLine } from '#infra/generate/new-channel/add-line.ts';
import { channelFiles } from '#infra/generate/new-channel/channel-files.ts';
import { writeChannel } from '#infra/generate/new-channel/write-channel.ts';
import { runSuite } from '#test/channels/report/run-suite.ts';
import { caseOf } from '#test/channels/report/tally.ts';

const NAME = 'examplepay';
const run = promisify(execFile);

describe('a new channel, in a copy of the repository', () => {
  let copy: string;
  let paths: readonly string[];
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'arteria-new-channel-'));
    for (const part of [
      ...['shared', 'infra', 'test/channels', 'test/support', 'test/bench/support'],
      ...['package.json', 'tsconfig.json', 'biome.json', 'vitest.config.ts'],
    ])
      await cp(join(REPOSITORY, part), join(copy, part), { recursive: true });
    await symlink(join(REPOSITORY, 'node_modules'), join(copy, 'node_modules'));
    paths = await writeChannel(copy, NAME);
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  const code = (): string[] => paths.filter((path) => path.endsWith('.ts'));
  /** What a tool complains about; nothing when it is content. */
  const complaints = async (name: string, ...args: string[]): Promise<string> => {
    try {
      await run(join(copy, 'node_modules/.bin', name), args, { cwd: copy });
      return '';
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      return `${stdout}${stderr}` || String(error);
    }
  };

  test('has the whole set of files, and its lines in both registries', async () => {
    for (const file of ['index', 'config', 'create', 'query', 'notification', 'status', 'terms'])
      expect(paths).toContain(`shared/channels/${NAME}/${file}.ts`);
    expect(paths).toContain(`shared/channels/${NAME}/README.md`);
    expect(paths).toContain(`infra/local/providers/${NAME}/simulation.ts`);
    expect(paths).toContain(`test/channels/${NAME}/conformance.test.ts`);
    const contents = new Map<string, string>();
    for (const path of paths) contents.set(path, await readFile(join(copy, path), 'utf8'));
    for (const registry of ['shared/channels/registry.ts', 'infra/local/providers/registry.ts'])
      expect(contents.get(registry)).toContain(`  ${NAME}: async () => `);
    for (const [path, content] of contents) expect(content, path).not.toContain('{{');
  });

  test('compiles', async () => {
    const config = {
      extends: './tsconfig.json',
      // What else of the repository brings the names of the browser's keys is not part of the copy.
      compilerOptions: { lib: ['ES2024', 'ESNext.Iterator', 'ESNext.Collection', 'DOM'] },
      include: code(),
    };
    await writeFile(join(copy, 'tsconfig.new.json'), JSON.stringify(config));
    expect(await complaints('tsc', '--noEmit', '-p', 'tsconfig.new.json')).toBe('');
  });

  test('is formatted and free of lint', async () => {
    expect(await complaints('biome', 'ci', '--vcs-enabled=false', ...code())).toBe('');
  });

  test('is refused by the suite until its wire is written: nothing is believed, nothing happened', async () => {
    const suite = `test/channels/${NAME}/conformance.test.ts`;
    const [ran] = await runSuite({
      root: copy,
      files: [suite],
      progress: () => {},
    });
    const failed = new Set(
      ran?.tests.filter(({ state }) => state === 'failed').map(({ title }) => caseOf(title)),
    );
    for (const name of ['genuine', 'create', 'query', 'close', 'refund', 'terms'])
      expect(failed).toContain(name);
    // What a person must not have to remember holds from the beginning.
    for (const name of ['empty key', 'no signature', 'create, time-out', 'refund, time-out'])
      expect(failed).not.toContain(name);
  });
});

test.each(['', 'Examplepay', '9pay', 'example-pay', '../pay', 'x'.repeat(40)])(
  'refuses the name %o',
  async (name) => {
    await expect(channelFiles(REPOSITORY, name)).rejects.toThrow(/is no name for a provider/);
  },
);

test.each(['epay', 'wire', 'kit'])('refuses the name %o, which is taken', async (name) => {
  await expect(channelFiles(REPOSITORY, name)).rejects.toThrow(/already/);
});

test('a registry stays in the order of names', () => {
  const entry = (name: string): string => `  ${name}: async () => ${name},`;
  const registry = ['const ALL = {', entry('bank'), entry('coin'), '};'].join('\n');
  for (const [name, place] of [
    ['apple', 1],
    ['cash', 2],
    ['zinc', 3],
  ] as const)
    expect(addLine(registry, name, entry(name)).split('\n')[place]).toBe(entry(name));
  expect(() => addLine(registry, 'coin', entry('coin'))).toThrow(/already/);
  expect(() => addLine('nothing', 'coin', entry('coin'))).toThrow(/no entries/);
});
