import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'vitest';

/** Where published messages lie: beside the repository, unless another place is named. */
const DIRECTORY = process.env.VECTORS_DIR ?? resolve('../shared/vectors');

/** A message that nobody on this project wrote, with what must come of it. */
export interface Vector<Input = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly provider: string;
  readonly kind: string;
  readonly input: Input;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** Published vectors whose id begins so; none where the folder is absent. */
export const vectors = <Input>(prefix: string): Vector<Input>[] =>
  existsSync(DIRECTORY)
    ? readdirSync(DIRECTORY)
        .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
        .sort()
        .map((name) => JSON.parse(readFileSync(join(DIRECTORY, name), 'utf8')) as Vector<Input>)
    : [];

/** Tests over published vectors; one that says why nothing was checked where there are none. */
export const describeVectors = <Input>(
  prefix: string,
  tests: (vectors: readonly Vector<Input>[]) => void,
): void => {
  const found = vectors<Input>(prefix);
  describe(`published vectors of ${prefix}`, () => {
    if (found.length > 0) tests(found);
    else test.skip(`none in ${DIRECTORY}`, () => {});
  });
};
