import { describe, expect, test } from 'vitest';
import { conformanceTable } from './conformance-table.ts';
import type { EndedFile, EndedTest } from './run-suite.ts';
import { failuresOf, tallySubjects, tallyVectors } from './tally.ts';

const ended = (
  subject: string,
  title: string,
  state: EndedTest['state'] = 'passed',
): EndedTest => ({ describes: [subject], title, state, reason: state === 'failed' ? 'boom' : '' });

const file = (...tests: EndedTest[]): EndedFile => ({ file: 'x.test.ts', tests, reason: '' });

describe('the table of channels and cases', () => {
  const files = [
    file(
      ended('bank, by form conforms', 'wrong key · refused'),
      ended('bank, by form conforms', 'no signature · refused', 'failed'),
      ended('bank, by form conforms', 'create, time-out · unknown after HTTP 500'),
      ended('coin conforms', 'create · happened when it is asked'),
      ended('coin conforms', 'create · unknown when it is not'),
      ended('coin conforms', 'something new · holds'),
      ended('not a subject', 'create · is not counted'),
    ),
  ];

  test('counts what passed, shows what failed of how many, and what there is nothing to test of', () => {
    const lines = conformanceTable(tallySubjects(files))
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    expect(lines).toEqual([
      ['forged', 'create', 'no answer', 'other'],
      ['bank, by form', '✗1/2', '–', '1', '–'],
      ['coin', '–', '2', '–', '1'],
    ]);
  });

  test('failures are named with their reason', () => {
    expect(failuresOf(files)).toEqual([
      { where: 'bank, by form conforms · no signature · refused', reason: 'boom' },
    ]);
  });

  test('a file that cannot be run is a failure and not silence', () => {
    const broken = { file: 'x.test.ts', tests: [], reason: 'SyntaxError: no' };
    expect(failuresOf([broken])).toEqual([{ where: 'x.test.ts', reason: 'SyntaxError: no' }]);
    expect(failuresOf([{ ...broken, reason: '' }])).toHaveLength(1);
  });
});

test('published vectors are counted, and said to be missing where they are', () => {
  const files = [
    file(
      ended('published vectors of bank', 'a'),
      ended('published vectors of bank', 'b', 'failed'),
      ended('published vectors of coin', 'none in /nowhere', 'skipped'),
    ),
  ];
  expect(tallyVectors(files)).toEqual({
    agree: 1,
    disagree: 1,
    skipped: ['published vectors of coin · none in /nowhere'],
  });
});
