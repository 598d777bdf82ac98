import { createHash } from 'node:crypto';

export interface PagePolicy {
  /** The page's only style sheet, exactly as it stands between its tags. */
  readonly style: string;
  /** Where the page's forms may be sent, beside this site. */
  readonly formTargets?: readonly string[];
}

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Headers of every page: no script, no frame, no foreign resource; the style sheet is admitted by its hash. Pages show
 * secrets (cards, checkout tokens in their address), so nothing is stored and no referrer leaves.
 */
export const pageHeaders = ({ style, formTargets = [] }: PagePolicy): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    'img-src data:',
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
});
