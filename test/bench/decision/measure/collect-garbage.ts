import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;

/**
 * Empties the young generation of the heap, so that nobody pays for another's garbage. Only this one: after several full
 * collections V8 also throws away code that has not run meanwhile, and the next turn would measure its compilation.
 */
export const collectGarbage = (): void => collect({ type: 'minor' });
