import type { EndedFile, EndedTest } from './run-suite.ts';

/** How a case of the suite ended for one subject. */
export interface CaseCount {
  readonly passed: number;
  readonly failed: number;
}

/** One subject of the suite: a provider in one of its modes. */
export interface SubjectTally {
  readonly subject: string;
  /** By the case's name, in the order they ran. */
  readonly cases: ReadonlyMap<string, CaseCount>;
}

export interface Failure {
  readonly where: string;
  readonly reason: string;
}

const SUBJECT = / conforms$/;

/** A case's name stands before the first ` · ` of a title. */
export const caseOf = (title: string): string => title.split(' · ')[0] ?? title;

/** Counts the tests of the conformance suite by subject and case. */
export const tallySubjects = (files: readonly EndedFile[]): readonly SubjectTally[] => {
  const subjects = new Map<string, Map<string, CaseCount>>();
  for (const { describes, title, state } of files.flatMap(({ tests }) => tests)) {
    const [subject = ''] = describes;
    if (!SUBJECT.test(subject) || state === 'skipped') continue;
    const name = subject.replace(SUBJECT, '');
    const cases = subjects.get(name) ?? new Map<string, CaseCount>();
    subjects.set(name, cases);
    const { passed, failed } = cases.get(caseOf(title)) ?? { passed: 0, failed: 0 };
    cases.set(caseOf(title), {
      passed: passed + Number(state === 'passed'),
      failed: failed + Number(state === 'failed'),
    });
  }
  return [...subjects].map(([subject, cases]) => ({ subject, cases }));
};

/** Everything that went wrong, files that could not be run at all among them. */
export const failuresOf = (files: readonly EndedFile[]): readonly Failure[] =>
  files.flatMap(({ file, reason, tests }) => [
    ...(tests.length === 0 ? [{ where: file, reason: reason || 'it has no tests' }] : []),
    ...tests
      .filter(({ state }) => state === 'failed')
      .map((test) => ({ where: titleOf(test), reason: test.reason })),
  ]);

const titleOf = ({ describes, title }: EndedTest): string => [...describes, title].join(' · ');

/** Whether published messages agree with what channels make of them. */
export interface VectorTally {
  readonly agree: number;
  readonly disagree: number;
  /** Why some were not compared. */
  readonly skipped: readonly string[];
}

export const tallyVectors = (files: readonly EndedFile[]): VectorTally => {
  const tests = files.flatMap((file) => file.tests);
  const count = (state: EndedTest['state']) => tests.filter((test) => test.state === state).length;
  return {
    agree: count('passed'),
    disagree: count('failed'),
    skipped: tests.filter(({ state }) => state === 'skipped').map(titleOf),
  };
};
