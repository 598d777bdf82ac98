import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { atLeast, type BenchRow } from '#test/bench/support/bench.ts';
import { machine } from '#test/bench/support/machine.ts';
import { conformanceTable } from './report/conformance-table.ts';
import { runSuite } from './report/run-suite.ts';
import {
  type Failure,
  failuresOf,
  type SubjectTally,
  tallySubjects,
  tallyVectors,
  type VectorTally,
} from './report/tally.ts';

const HELP = `usage: npm run channels [-- --json]

Runs the conformance suite over every channel in every mode, and compares what channels make of published messages.

  VECTORS_DIR=<folder>  where the published messages lie (default: ../shared/vectors)
`;

const ROOT = resolve(import.meta.dirname, '../..');
const CONFORMANCE = 'test/channels/**/conformance.test.ts';
const VECTORS = 'test/channels/**/vectors.test.ts';

const filesOf = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).sort();
const progress = (text: string): void => {
  process.stderr.write(text);
};

const main = async (): Promise<number> => {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const ran = await runSuite({
    root: ROOT,
    files: [...filesOf(CONFORMANCE), ...filesOf(VECTORS)],
    progress,
  });
  const suite = ran.filter(({ file }) => file.endsWith('conformance.test.ts'));
  const published = ran.filter(({ file }) => file.endsWith('vectors.test.ts'));
  const subjects = tallySubjects(suite);
  const vectors = tallyVectors(published);
  const failures = failuresOf(ran);
  const pass = failures.length === 0 && subjects.length > 0;
  const rows = rowsOf(subjects, vectors);
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify({ bench: 'channels', machine: machine(), rows, pass }, null, 2)}\n`
      : `${text(subjects, vectors, failures)}\n${pass ? 'pass' : 'FAIL'}\n`,
  );
  return pass ? 0 : 1;
};

const rowsOf = (subjects: readonly SubjectTally[], vectors: VectorTally): BenchRow[] => [
  ...subjects.flatMap(({ subject, cases }) =>
    [...cases].map(([name, { passed, failed }]) =>
      atLeast(`${subject}: ${name}`, passed, { unit: 'tests', threshold: passed + failed }),
    ),
  ),
  atLeast('published vectors that agree', vectors.agree, {
    unit: 'vectors',
    threshold: vectors.agree + vectors.disagree,
  }),
  {
    metric: 'providers whose published vectors were not found',
    value: vectors.skipped.length,
    unit: 'providers',
  },
];

const text = (
  subjects: readonly SubjectTally[],
  vectors: VectorTally,
  failures: readonly Failure[],
): string => {
  const counts = subjects.flatMap(({ cases }) => [...cases.values()]);
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  return [
    conformanceTable(subjects),
    '',
    `${subjects.length} subjects, ${passed + failed} tests: ${passed} passed, ${failed} failed`,
    `published vectors: ${vectors.agree} agree, ${vectors.disagree} do not`,
    ...vectors.skipped.map((why) => `  not compared: ${why}`),
    ...failures.map(({ where, reason }) => `✗ ${where}\n    ${reason}`),
  ].join('\n');
};

process.exitCode = await main();
