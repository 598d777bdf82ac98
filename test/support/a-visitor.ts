import type { Visitor } from '#shared/domain/checkout/visitor.ts';

/** Somebody at a desktop of whom nothing else is known, with a front end that runs everything. */
export const aVisitor = (changes: Partial<Visitor> = {}): Visitor => ({
  device: 'desktop',
  platform: 'desktop',
  ...changes,
});
