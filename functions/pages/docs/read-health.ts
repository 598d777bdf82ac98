import { readHealth as contract } from '#shared/contract/api/pages.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

/** Answers without touching anything else: it tells that the front door and the functions work. */
export const readHealth = (version: string): BoundRoute =>
  bind(contract, async () => ({ status: 'ok' as const, version }));
