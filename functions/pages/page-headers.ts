import { createHash } from 'node:crypto';

export interface PagePolicy {
  /** The page's only style sheet, exactly as it stands between its tags. */
  readonly style: string;
  /** Where the page's forms may be sent, beside this site. */
  readonly formTargets?: readonly string[];
  /** Origins that the page shows images of, beside those that are part of it. */
  readonly images?: readonly string[];
}

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Some hosts that a URL takes would end the directive or begin another one. */
const isOrigin = (text: string): boolean => /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(text);

/**
 * Headers of every page: no script, no frame, no foreign resource; the style sheet is admitted by its hash. Pages show
 * secrets (cards, checkout tokens in their address), so nothing is stored and no referrer leaves.
 */
export const pageHeaders = ({
  style,
  formTargets = [],
  images = [],
}: PagePolicy): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `img-src ${['data:', ...images.filter(isOrigin)].join(' ')}`,
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
});
