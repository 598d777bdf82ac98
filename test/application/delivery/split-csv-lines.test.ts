import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitCsvLines } from '#shared/application/delivery/split-csv-lines.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';

describe('splitCsvLines', () => {
  test('without a header the first column holds the cards', () => {
    expect(splitCsvLines('A1,note\nB2\n')).toEqual([
      { line: 1, text: 'A1' },
      { line: 2, text: 'B2' },
    ]);
  });

  test('a header "card", in any case and place, names the column', () => {
    expect(splitCsvLines('\u{feff}No,Card ,Price\r\n1,A1,9\r\n2,"B""2, x",9\r\n')).toEqual([
      { line: 2, text: 'A1' },
      { line: 3, text: 'B"2, x' },
    ]);
  });

  test('blank rows are skipped; a row that lacks its card is an empty card', () => {
    expect(splitCsvLines('no,card\n1,A1\n\n , \n3,\n4\n5,B2')).toEqual([
      { line: 2, text: 'A1' },
      { line: 5, text: '' },
      { line: 6, text: '' },
      { line: 7, text: 'B2' },
    ]);
  });

  test('quotes inside a plain cell belong to the card', () => {
    expect(splitCsvLines('a"b\n"c"d\n').map(({ text }) => text)).toEqual(['a"b', '"c"d']);
  });

  test('a quote that never closes refuses the whole file and does not repeat the card', () => {
    const thrown = (() => {
      try {
        return splitCsvLines('A1\n"SECRET\nB2\n');
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: 'invalid_parameter' });
    expect(JSON.stringify(thrown) + (thrown as Error).stack).not.toContain('SECRET');
  });

  test('what a spreadsheet quotes comes back as it was, in order', () => {
    const cell = fc.string().filter((text) => text.trim() !== '' && !text.includes('\u{feff}'));
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const csv = ['card', ...cells.map((text) => `"${text.replaceAll('"', '""')}"`)].join(
          '\r\n',
        );
        expect(splitCsvLines(csv).map(({ text }) => text)).toEqual(cells);
      }),
    );
  });
});
