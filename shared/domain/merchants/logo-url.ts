import { z } from 'zod';

/** A host as DNS has it. URLs allow more, and the host becomes part of the page's content security policy. */
const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

/** As long as a data URI may be: it is part of every page and of every answer about the order's state. */
export const MAX_INLINE_LOGO_LENGTH = 4_096;
const MAX_LINK_LENGTH = 2_000;

/** Media types with what a file of theirs begins with, in base64. */
const INLINE_LOGOS = {
  'data:image/png;base64,': 'iVBORw0KGgo',
  'data:image/jpeg;base64,': '/9j/',
  'data:image/webp;base64,': 'UklGR',
} as const;

const isInlineLogo = (text: string): boolean =>
  text.length <= MAX_INLINE_LOGO_LENGTH &&
  Object.entries(INLINE_LOGOS).some(
    ([type, beginning]) =>
      text.startsWith(type + beginning) && /^[A-Za-z0-9+/]+={0,2}$/.test(text.slice(type.length)),
  );

const isLinkedLogo = (text: string): boolean => {
  if (text.length > MAX_LINK_LENGTH || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return protocol === 'https:' && HOST.test(hostname) && username === '' && password === '';
};

/**
 * A shop's logo: an https address, or a small PNG, JPEG or WebP in the address itself, which costs the buyer no request
 * and tells no other host of the visit. No SVG there: it is a document that can hold scripts, and small logos do without.
 */
export const logoUrlSchema = z
  .string()
  .refine(
    (text) => isInlineLogo(text) || isLinkedLogo(text),
    `must be an https address, or a PNG, JPEG or WebP as data:image/…;base64 of at most ${MAX_INLINE_LOGO_LENGTH} characters`,
  );
