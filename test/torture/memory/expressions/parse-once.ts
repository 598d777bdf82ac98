import { invalid, isInvalid } from '../refusals.ts';
import { readTokens, type TokenReader, tokensOf } from './token-reader.ts';

/** An expression that was read, with the placeholders it uses. */
export interface Parsed<Meaning> {
  readonly meaning: Meaning;
  /** `#name` placeholders. */
  readonly names: ReadonlySet<string>;
  /** `:value` placeholders. */
  readonly values: ReadonlySet<string>;
}

/**
 * Makes a parser that reads every text once in this process: our adapters use a few dozen, a suite sends millions.
 * A call without the expression has no meaning to read.
 */
export const parseOnce = <Meaning>(
  parameter: string,
  parse: (tokens: TokenReader) => Meaning,
): ((expression: string | undefined) => Parsed<Meaning> | undefined) => {
  const known = new Map<string, Parsed<Meaning>>();
  const read = (expression: string): Parsed<Meaning> => {
    try {
      const tokens = tokensOf(expression);
      const reader = readTokens(tokens);
      const meaning = parse(reader);
      reader.expect('');
      const startingWith = (mark: string) => new Set(tokens.filter((one) => one.startsWith(mark)));
      return { meaning, names: startingWith('#'), values: startingWith(':') };
    } catch (error) {
      throw isInvalid(error) ? invalid(`Invalid ${parameter}: ${error.message}`) : error;
    }
  };
  return (expression) => {
    if (expression === undefined) return undefined;
    let parsed = known.get(expression);
    if (!parsed) {
      parsed = read(expression);
      known.set(expression, parsed);
    }
    return parsed;
  };
};
