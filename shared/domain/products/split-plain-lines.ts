import type { CardLine } from './card-line.ts';

const BYTE_ORDER_MARK = '\u{feff}';

/** Splits plain text into one card a line. Blank lines are skipped but counted, so that numbers match an editor's. */
export const splitPlainLines = (text: string): CardLine[] =>
  (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text)
    .split(/\r\n|\n|\r/)
    .map((part, index) => ({ line: index + 1, text: part }))
    .filter((part) => part.text.trim() !== '');
