import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const vectorSchema = z.object({
  id: z.string(),
  provider: z.string(),
  kind: z.string(),
  input: z.record(z.string(), z.unknown()),
  expected: z.record(z.string(), z.unknown()),
});

/** A message, key or signature that somebody else published, and what must come out. */
export type Vector = z.infer<typeof vectorSchema>;

const FOLDER = process.env.VECTORS_DIR ?? resolve('../shared/vectors');

/**
 * A provider's published vectors. They are not part of this project: `[]` where the folder is absent, so that tests are
 * skipped there (`describe.skipIf(found.length === 0)`).
 */
export const vectors = (provider: string): Vector[] => {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map(
      (name) => vectorSchema.safeParse(JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'))).data,
    )
    .filter((vector): vector is Vector => vector?.provider === provider);
};
