import type { CardLine } from './card-line.ts';
import { MAX_CARD_LENGTH, type RejectedLine, type Rejection } from './rejected-line.ts';

export interface CheckedLines {
  /** Cards to import, in the order in which they came and will be sold. */
  readonly cards: readonly { readonly line: number; readonly value: string }[];
  readonly rejected: readonly RejectedLine[];
}

/** Every control character but the tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL_CHARACTER = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/;

/** Sorts an import's lines into cards and refused lines: each line is in exactly one of the two. */
export const checkCardLines = (lines: readonly CardLine[]): CheckedLines => {
  const cards: { line: number; value: string }[] = [];
  const rejected: RejectedLine[] = [];
  const seen = new Set<string>();
  for (const { line, text } of lines) {
    const value = text.trim();
    const code = rejectionOf(value) ?? (seen.has(value) ? 'duplicate_in_batch' : undefined);
    if (code) rejected.push({ line, code });
    else {
      seen.add(value);
      cards.push({ line, value });
    }
  }
  return { cards, rejected };
};

const rejectionOf = (value: string): Rejection | undefined => {
  if (value === '') return 'empty';
  if (value.length > MAX_CARD_LENGTH) return 'too_long';
  // A lone half of a surrogate pair has no UTF-8 form: it would be stored as another card than was sent.
  if (CONTROL_CHARACTER.test(value) || !value.isWellFormed()) return 'invalid_character';
  return undefined;
};
