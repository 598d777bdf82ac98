import { harmlessLine } from '../wire/harmless-line.ts';

/** Longest `subject`, in characters. Source: the interface documents. */
const MAX_SUBJECT = 256;

/**
 * Characters that Alipay forbids in a subject (`/`, `=`, `&`), and quotes, which buyers' pages escape. `&` and `=` could also
 * look like another field in the signed text of a notification.
 */
const FORBIDDEN = /[/&=<>"'\\]/g;

/** What the buyer reads in their wallet: one line, harmless characters, never blank. */
export const wireSubject = (subject: string, fallback: string): string =>
  [...harmlessLine(subject, FORBIDDEN)].slice(0, MAX_SUBJECT).join('').trim() || fallback;
