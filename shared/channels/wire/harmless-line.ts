/** From an ASCII character to its full-width twin (Unicode block "Halfwidth and Fullwidth Forms"). */
const TO_FULL_WIDTH = 0xfee0;

/**
 * A text as one line without characters that a provider forbids, escapes, or could take for the next field of a signed text:
 * their full-width twins read the same to a buyer.
 *
 * @param forbidden finds such ASCII characters, with the flag `g`
 */
export const harmlessLine = (text: string, forbidden: RegExp): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(forbidden, (character) =>
      String.fromCodePoint((character.codePointAt(0) ?? 0) + TO_FULL_WIDTH),
    )
    .trim();
