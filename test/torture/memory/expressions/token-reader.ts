import { invalid } from '../refusals.ts';

/** Reads an expression from left to right. */
export interface TokenReader {
  /** The next token; empty at the end. */
  readonly peek: () => string;
  /** The one after the next. */
  readonly peekAfter: () => string;
  readonly take: () => string;
  /** Takes the next token if it is this one. Keywords are given in upper case and read in any. */
  readonly takeIf: (expected: string) => boolean;
  readonly expect: (expected: string) => void;
  /** Reads `one, one, one`. */
  readonly list: <One>(one: (tokens: TokenReader) => One) => One[];
}

const TOKENS = /\s*(?:([#:]?\w+|<=|>=|<>|[=<>(),.[\]+-])|(\S))/gy;

export const tokensOf = (expression: string): string[] => {
  const tokens: string[] = [];
  for (const [, token, unknown] of expression.trim().matchAll(TOKENS)) {
    if (token === undefined) throw invalid(`Syntax error; token: "${unknown}"`);
    tokens.push(token);
  }
  return tokens;
};

export const readTokens = (tokens: readonly string[]): TokenReader => {
  let next = 0;
  const reader: TokenReader = {
    peek: () => tokens[next] ?? '',
    peekAfter: () => tokens[next + 1] ?? '',
    take: () => {
      const token = reader.peek();
      next += 1;
      return token;
    },
    takeIf: (expected) => {
      if (reader.peek().toUpperCase() !== expected) return false;
      next += 1;
      return true;
    },
    expect: (expected) => {
      const token = reader.peek();
      if (!reader.takeIf(expected)) {
        throw invalid(`Syntax error; token: "${token || '<EOF>'}", expected: "${expected}"`);
      }
    },
    list: (one) => {
      const all = [one(reader)];
      while (reader.takeIf(',')) all.push(one(reader));
      return all;
    },
  };
  return reader;
};
