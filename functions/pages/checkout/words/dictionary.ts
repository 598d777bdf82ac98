import type { en } from './en.ts';

/** Every text of the buyer's pages; a text that one language lacks does not compile. */
export type Dictionary = typeof en;
