import { notFound } from '../../domain/errors/app-error.ts';
import type { RuleStore, RuleVersion } from '../ports/rule-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { checkExpectedVersion, moveRules, type RuleMove } from './move-rules.ts';
import type { RuleAuthor } from './rule-author.ts';
import { addVersion } from './write-rules.ts';

/**
 * Repeats an old version as a new, active one.
 *
 * @throws AppError not_found · state_conflict · concurrent_change
 */
export const rollBackRules = async (
  deps: { readonly rules: RuleStore; readonly runtime: Pick<Runtime, 'now'> },
  { tenant, keyId, actor }: RuleAuthor,
  change: { readonly version: number; readonly expectedVersion?: number },
): Promise<{ version: RuleVersion; pointer: RuleMove['to'] }> => {
  const old = await deps.rules.readVersion(tenant, change.version);
  if (!old) throw notFound('version of the routing rules');
  const { added, to } = await moveRules(deps, tenant, (found) => {
    checkExpectedVersion('active', { found: found.active, expected: change.expectedVersion });
    return addVersion(found, 'active', {
      set: old.set,
      createdAt: deps.runtime.now().toISOString(),
      createdBy: keyId,
      ...(actor === undefined ? {} : { actor }),
      rolledBackFrom: old.version,
    });
  });
  return { version: added, pointer: to };
};
