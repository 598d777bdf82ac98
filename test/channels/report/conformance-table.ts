import type { CaseCount, SubjectTally } from './tally.ts';

/** Columns of the table: cases that ask the same question of a channel. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  genuine: ['genuine', 'duplicate', 'stale', 'foreign order number', 'other messages'],
  forged: [
    ...['one bit flipped', 'wrong key', 'empty key', 'no signature', 'other account'],
    ...['duplicated field', 'wrong charset', '1 MB body', 'secrets', 'no notifications'],
  ],
  amounts: ['amount formats', 'wrong amount', 'no amount', 'wrong currency'],
  status: ['status', 'unknown status'],
  fuzz: ['fuzz'],
  create: ['create', 'create again'],
  query: ['query'],
  proceed: ['proceed'],
  close: ['close'],
  refund: ['refund', 'refund over amount'],
  'no answer': [],
  declared: ['acknowledgement', 'configuration', 'capabilities', 'terms', 'expiries'],
  // What the suite has learned since.
  other: [],
};

const NO_ANSWER = /, (time-out|refused connection)$/;

const groupOf = (name: string): string =>
  NO_ANSWER.test(name)
    ? 'no answer'
    : (Object.entries(GROUPS).find(([, cases]) => cases.includes(name))?.[0] ?? 'other');

/** Subjects × groups of cases: how many tests passed, `✗failed/all`, or `–` where there is nothing to test. */
export const conformanceTable = (subjects: readonly SubjectTally[]): string => {
  const used = Object.keys(GROUPS).filter((group) =>
    subjects.some(({ cases }) => [...cases.keys()].some((name) => groupOf(name) === group)),
  );
  return aligned([
    ['', ...used],
    ...subjects.map(({ subject, cases }) => [
      subject,
      ...used.map((group) =>
        cell([...cases].flatMap(([name, count]) => (groupOf(name) === group ? [count] : []))),
      ),
    ]),
  ]);
};

const cell = (counts: readonly CaseCount[]): string => {
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  if (failed > 0) return `✗${failed}/${passed + failed}`;
  return passed === 0 ? '–' : String(passed);
};

const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) =>
          column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
};
