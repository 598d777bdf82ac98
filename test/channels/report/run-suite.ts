import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** One test as it ended. `describes`: what stands around it, outermost first. */
export interface EndedTest {
  readonly describes: readonly string[];
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why it failed: the first line. */
  readonly reason: string;
}

/** `reason`: why a file could not be run at all. */
export interface EndedFile {
  readonly file: string;
  readonly tests: readonly EndedTest[];
  readonly reason: string;
}

export interface SuiteOptions {
  /** The repository, or a copy of it. */
  readonly root: string;
  /** Test files, from the root. */
  readonly files: readonly string[];
  /** What the runner prints meanwhile. */
  readonly progress: (text: string) => void;
}

/**
 * Runs test files in a process of their own and tells how each test ended.
 *
 * @throws Error when the runner left no report
 */
export const runSuite = async ({
  root,
  files,
  progress,
}: SuiteOptions): Promise<readonly EndedFile[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'arteria-suite-'));
  const report = join(folder, 'report.json');
  try {
    const runner = spawn(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        ...['run', ...files],
        ...['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [runner.stdout, runner.stderr])
      stream.on('data', (chunk: Buffer) => progress(chunk.toString()));
    await once(runner, 'close');
    const { testResults } = reportSchema.parse(JSON.parse(await readFile(report, 'utf8')));
    return testResults.map(({ name, message, assertionResults }) => ({
      file: name,
      reason: assertionResults.length === 0 ? firstLine(message) : '',
      tests: assertionResults.map(({ ancestorTitles, title, status, failureMessages }) => ({
        describes: ancestorTitles,
        title,
        state: status === 'passed' || status === 'failed' ? status : 'skipped',
        reason: firstLine(failureMessages?.[0] ?? ''),
      })),
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const firstLine = (text: string): string => text.split('\n')[0]?.trim() ?? '';
