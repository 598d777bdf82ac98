import { AppError, concurrentChange } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RulePointer, RuleStore, RuleVersion } from '../ports/rule-store.ts';

/** What a change of rules makes of the pointer it found. */
export interface RuleMove {
  readonly to: Omit<RulePointer, 'revision'>;
  readonly added?: RuleVersion;
}

const MAX_ROUNDS = 4;

/**
 * Changes which rules count. A change that meets another one is thought over again from what that one left.
 *
 * @throws AppError concurrent_change, and whatever `decide` throws
 */
export const moveRules = async <Move extends RuleMove>(
  { rules }: { readonly rules: RuleStore },
  tenant: Tenant,
  decide: (found: RulePointer) => Move | Promise<Move>,
): Promise<Move> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const from = await rules.readPointer(tenant);
    const move = await decide(from);
    if (await rules.movePointer(tenant, { from, to: move.to, added: move.added })) return move;
  }
  throw concurrentChange(
    'The rules are being changed by somebody else again and again. Read them and try again.',
  );
};

/**
 * Two people who edit the same set: the second one hears of the first.
 *
 * @throws AppError state_conflict
 */
export const checkExpectedVersion = (
  kind: 'active' | 'shadow',
  { found, expected }: { readonly found: number | undefined; readonly expected?: number },
): void => {
  if (expected === undefined || expected === (found ?? 0)) return;
  const [is, was] = [found, expected].map((it) => (it ? `version ${it}` : 'none'));
  throw new AppError(
    'state_conflict',
    `The ${kind} set of rules is ${is} by now, not ${was}: somebody changed them meanwhile. Read them again and repeat your change.`,
    { param: 'expected_version' },
  );
};
