import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '../../domain/errors/app-error.ts';
import type { CardLine } from '../../domain/products/card-line.ts';

/** Name of the column that holds the cards, in any case. Without such a header it is the first column. */
const CARD_COLUMN = 'card';

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads the cards of a CSV file as Excel, WPS and shop systems export it: quotes, CRLF, byte order mark, further
 * columns. Blank rows are skipped; a row without a card is an empty card, to be refused by line.
 *
 * @throws AppError `invalid_parameter` when a quote never closes: all after it would be one card
 */
export const splitCsvLines = (text: string): CardLine[] => {
  const [first, ...rest] = readRecords(text);
  if (!first) return [];
  const header = first.record.findIndex((cell) => cell.trim().toLowerCase() === CARD_COLUMN);
  const column = Math.max(header, 0);
  return (header >= 0 ? rest : [first, ...rest])
    .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
    .map(({ record, info }) => ({ line: info.lines, text: record[column] ?? '' }));
};

const readRecords = (text: string): CsvRecord[] => {
  try {
    return parse(text, {
      bom: true,
      info: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // A quote inside an unquoted cell belongs to the card.
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as CsvRecord[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new AppError(
      'invalid_parameter',
      'The CSV cannot be read: a quote (") opens and never closes. Nothing was imported.',
      // The library's message may quote the card.
      { internal: cause.code },
    );
  }
};
