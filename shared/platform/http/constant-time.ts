import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets without telling by timing where they differ, whatever their lengths. */
export const constantTimeEqual = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
