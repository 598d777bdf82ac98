import { isPreviewer } from '../../domain/checkout/is-previewer.ts';
import type { Call } from './call.ts';

/**
 * Whether somebody may be looking: no link preview, no crawler, and no browser that loads a page before it is wanted
 * (`Sec-Purpose: prefetch`, also `prefetch;prerender`; before it was standardised `Purpose` and `X-Moz`).
 */
export const isRealView = ({ userAgent, header }: Pick<Call, 'userAgent' | 'header'>): boolean =>
  !isPreviewer(userAgent) &&
  !['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/i.test(header(name) ?? ''),
  );
