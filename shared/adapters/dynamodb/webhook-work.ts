import { WORK_SHARDS } from '../../contract/tables.ts';

const keyOf = (shard: number): string => `work#${shard}`;

/** Partitions of the index of what is due again. */
export const WORK_KEYS = Array.from({ length: WORK_SHARDS }, (_, shard) => keyOf(shard));

/** The partition of what belongs to an event, spread by the id's random end. */
export const workKey = (eventId: string): string =>
  keyOf(
    [...eventId.slice(-8)].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) %
      WORK_SHARDS,
  );
