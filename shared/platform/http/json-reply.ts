import { RawReply } from './call.ts';

/** Headers of everything that is JSON: some of it is secret, so nothing is stored, and nobody guesses what it is. */
export const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** A value as JSON, for a reply that says more than its value: what the browser is to remember. */
export const jsonReply = (value: unknown): RawReply =>
  new RawReply(200, JSON_HEADERS, JSON.stringify(value));
