import { createHash } from 'node:crypto';

export interface PagePolicy {
  /** The page's only style sheet, exactly as it stands between its tags. */
  readonly style: string;
  /**
   * For a page with a script, which talks to this site: admits this reply's own script and style sheet, and nothing that was
   * slipped in. Made anew for every reply.
   */
  readonly nonce?: string | undefined;
  /** Where the page's forms may be sent, beside this site. */
  readonly formTargets?: readonly string[] | undefined;
  /** Origins that the page shows images of, beside those that are part of it. */
  readonly images?: readonly string[] | undefined;
}

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Some hosts that a URL takes would end the directive or begin another one. */
const isOrigin = (text: string): boolean => /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(text);

/**
 * Headers of every page: no frame, no foreign resource; its own style sheet and script alone are admitted, and a
 * script can turn no text into code (`trusted-types`). Pages show secrets (cards, checkout tokens in their address), so
 * nothing is stored and no referrer leaves.
 */
export const pageHeaders = ({
  style,
  nonce,
  formTargets = [],
  images = [],
}: PagePolicy): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${nonce === undefined ? hashOf(style) : `'nonce-${nonce}'`}`,
    `img-src ${['data:', ...images.filter(isOrigin)].join(' ')}`,
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    ...(nonce === undefined ? [] : [`script-src 'nonce-${nonce}'`, "connect-src 'self'"]),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
});
