import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import { type ChangeAttemptDeps, changeAttempt } from './change-attempt.ts';

/**
 * Writes what an adapter wants kept, where the outcome that it came with changes nothing else, or somebody was faster with
 * the outcome: it was told to nobody but us.
 *
 * @returns the attempt as it is afterwards
 */
export const keepSecret = async (
  deps: ChangeAttemptDeps,
  of: { readonly tenant: Tenant; readonly attemptId: string },
  kept: Sealed,
): Promise<Attempt | undefined> => {
  const result = await changeAttempt(deps, of, ({ attempt }) => ({
    kind: 'change',
    attempt: { ...attempt, kept },
  }));
  return result.kind === 'no_attempt' ? undefined : result.attempt;
};
