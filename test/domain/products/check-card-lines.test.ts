import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCardLines } from '#shared/domain/products/check-card-lines.ts';
import { splitPlainLines } from '#shared/domain/products/split-plain-lines.ts';

const check = (...texts: string[]) =>
  checkCardLines(texts.map((text, index) => ({ line: index + 1, text })));

describe('checkCardLines', () => {
  test('blanks around a card are no part of it', () => {
    expect(check('  A1\t', '\u00a0B 2 ').cards).toEqual([
      { line: 1, value: 'A1' },
      { line: 2, value: 'B 2' },
    ]);
  });

  test.each([
    ['an empty card', ' \t ', 'empty'],
    ['2,001 characters', 'x'.repeat(2_001), 'too_long'],
    ['a line break', 'a\nb', 'invalid_character'],
    ['a NUL', 'a\u0000b', 'invalid_character'],
    ['half an emoji', 'a\ud83db', 'invalid_character'],
  ])('%s is refused by line', (_title, text, code) => {
    expect(check('ok', text)).toEqual({
      cards: [{ line: 1, value: 'ok' }],
      rejected: [{ line: 2, code }],
    });
  });

  test('2,000 characters, inner tabs and Chinese are taken', () => {
    const texts = ['x'.repeat(2_000), 'user\tpassword', '卡号----密码'];
    expect(check(...texts).cards.map(({ value }) => value)).toEqual(texts);
  });

  test('the second of two equal cards is a duplicate, also when blanks differ', () => {
    expect(check('A', 'B', ' A ')).toEqual({
      cards: [
        { line: 1, value: 'A' },
        { line: 2, value: 'B' },
      ],
      rejected: [{ line: 3, code: 'duplicate_in_batch' }],
    });
  });

  test('no line is lost and none is counted twice: imported and rejected are all the lines', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('A', ' A', 'B', '', '\t', 'x'.repeat(2_001)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
        const { cards, rejected } = check(...texts);
        const lines = [...cards, ...rejected].map(({ line }) => line).sort((a, b) => a - b);
        expect(lines).toEqual(texts.map((_, index) => index + 1));
        for (const { line, value } of cards) expect(value).toBe(texts[line - 1]?.trim());
        expect(new Set(cards.map(({ value }) => value)).size).toBe(cards.length);
        expect(cards.map(({ line }) => line)).toEqual(
          cards.map(({ line }) => line).sort((a, b) => a - b),
        );
      }),
    );
  });
});

describe('splitPlainLines', () => {
  test('byte order mark, every line ending and blank lines; numbers as an editor shows them', () => {
    expect(splitPlainLines('\u{feff}A\r\n\r\nB \n  \nC\rD')).toEqual([
      { line: 1, text: 'A' },
      { line: 3, text: 'B ' },
      { line: 5, text: 'C' },
      { line: 6, text: 'D' },
    ]);
  });

  test('what was joined by line breaks comes apart as it was', () => {
    const card = fc.string().filter((text) => text.trim() !== '' && !/[\r\n\ufeff]/.test(text));
    fc.assert(
      fc.property(fc.array(card), fc.constantFrom('\n', '\r\n', '\r'), (cards, ending) => {
        expect(splitPlainLines(cards.join(ending)).map(({ text }) => text)).toEqual(cards);
      }),
    );
  });
});
