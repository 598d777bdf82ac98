/** Longest `subject`, in characters. Source: the interface documents. */
const MAX_SUBJECT = 256;

/**
 * Characters that Alipay forbids in a subject (`/`, `=`, `&`), and quotes, which buyers' pages escape; their full-width
 * twins read the same. `&` and `=` could also look like another field in the signed text of a notification.
 */
const FULL_WIDTH: Readonly<Record<string, string>> = {
  '/': '／',
  '&': '＆',
  '=': '＝',
  '<': '＜',
  '>': '＞',
  '"': '＂',
  "'": '＇',
  '\\': '＼',
};

/** What the buyer reads in their wallet: one line, harmless characters, never blank. */
export const wireSubject = (subject: string, fallback: string): string => {
  const clean = subject
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[/&=<>"'\\]/g, (character) => FULL_WIDTH[character] ?? ' ')
    .trim();
  return [...clean].slice(0, MAX_SUBJECT).join('').trim() || fallback;
};
