import type { z } from 'zod';
import type { writeRoutingRules as contract } from '../../contract/api/routing-rules.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { RulePointer, RuleStore, RuleVersion } from '../ports/rule-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { checkedRules } from './checked-rules.ts';
import { checkExpectedVersion, moveRules, type RuleMove } from './move-rules.ts';
import type { RuleAuthor } from './rule-author.ts';

export interface WriteRulesDeps {
  readonly rules: RuleStore;
  readonly channels: Pick<ChannelReader, 'list'>;
  readonly runtime: Pick<Runtime, 'now'>;
}

/**
 * Checks a set of rules and makes it the active or the shadow one, as a new version.
 *
 * @throws AppError invalid_parameter with the path of what is wrong · state_conflict · concurrent_change
 */
export const writeRules = async (
  deps: WriteRulesDeps,
  { tenant, keyId }: Omit<RuleAuthor, 'actor'>,
  { rules, time_zone, mode, expected_version, actor }: z.output<typeof contract.body>,
): Promise<{ version: RuleVersion; pointer: RuleMove['to'] }> => {
  const channels = await deps.channels.list(tenant);
  const set = checkedRules(
    { time_zone, rules },
    channels.map(({ id }) => id),
  );
  const { added, to } = await moveRules(deps, tenant, (found) => {
    checkExpectedVersion(mode, { found: found[mode], expected: expected_version });
    return addVersion(found, mode, {
      set,
      createdAt: deps.runtime.now().toISOString(),
      createdBy: keyId,
      ...(actor === undefined ? {} : { actor }),
    });
  });
  return { version: added, pointer: to };
};

/** The move that writes the next version and gives it this part. */
export const addVersion = (
  { latest, active, shadow }: RulePointer,
  part: 'active' | 'shadow',
  content: Omit<RuleVersion, 'version'>,
): RuleMove & { readonly added: RuleVersion } => {
  const version = latest + 1;
  return {
    added: { version, ...content },
    to: { latest: version, active, shadow, [part]: version },
  };
};
