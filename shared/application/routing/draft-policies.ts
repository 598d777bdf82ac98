import type { z } from 'zod';
import type { replayRouting as contract } from '../../contract/api/routing-replays.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { preparePortfolio } from '../../domain/routing/portfolio.ts';
import type { Policies } from '../../domain/routing/replay/replayed.ts';
import { compileRules } from '../../domain/routing/rules/compile-rules.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { KnowledgeReader } from '../ports/learning-store.ts';
import type { RoutingSettingsStore } from '../ports/routing-settings-store.ts';
import type { RuleReader, RuleVersion } from '../ports/rule-store.ts';
import { candidatesOf } from './candidates-of.ts';
import { checkedRules } from './checked-rules.ts';
import { settingsWith } from './settings-with.ts';

export interface DraftDeps {
  readonly channels: Pick<ChannelReader, 'list'>;
  readonly rules: RuleReader;
  readonly settings: Pick<RoutingSettingsStore, 'readVersioned'>;
  readonly knowledge: Pick<KnowledgeReader, 'snapshot'>;
  readonly registry: ChannelRegistry;
}

type Draft = Pick<z.output<typeof contract.body>, 'rules' | 'time_zone' | 'fees' | 'settings'>;

/**
 * What is in force, and what a draft makes of it. Reads from the tables and not from memory, and fails when it cannot:
 * a comparison with rules that are not there would be worse than none.
 *
 * @throws AppError missing_parameter without a draft · invalid_parameter with the path of what is wrong in it
 */
export const draftPolicies = async (
  deps: DraftDeps,
  tenant: Tenant,
  draft: Draft,
): Promise<Policies> => {
  checkNotEmpty(draft);
  const channels = await deps.channels.list(tenant);
  checkFees(draft, channels);
  const [active, { settings }, latest] = await Promise.all([
    activeRules(deps.rules, tenant),
    deps.settings.readVersioned(tenant),
    deps.knowledge.snapshot(tenant),
  ]);
  const portfolioOf = async (accounts: readonly Channel[]) =>
    preparePortfolio(await candidatesOf(deps.registry, accounts));
  return {
    present: {
      portfolio: await portfolioOf(channels),
      rules: active && compileRules(active.set, active.version),
      settings,
      latest,
    },
    draft: {
      portfolio: await portfolioOf(repriced(channels, draft)),
      rules: draftRules(draft, active, channels),
      settings: settingsWith(settings, draft.settings ?? {}),
      latest,
    },
  };
};

const checkNotEmpty = ({ rules, time_zone, fees, settings }: Draft): void => {
  const changes = [
    rules,
    time_zone,
    ...Object.values(fees ?? {}),
    ...Object.values(settings ?? {}),
  ];
  if (changes.some((change) => change !== undefined)) return;
  throw new AppError(
    'missing_parameter',
    'There is no draft in the body: send "rules", "time_zone", "fees" or "settings".',
    { param: 'rules' },
  );
};

const checkFees = ({ fees = {} }: Draft, channels: readonly Channel[]): void => {
  const stranger = Object.keys(fees).find((id) => !channels.some((channel) => channel.id === id));
  if (stranger === undefined) return;
  const path = `fees.${stranger}`;
  throw new AppError('invalid_parameter', `"${path}" in the body: is not one of your channels.`, {
    param: path,
  });
};

const activeRules = async (rules: RuleReader, tenant: Tenant): Promise<RuleVersion | undefined> => {
  const { active } = await rules.readPointer(tenant);
  if (active === undefined) return undefined;
  const version = await rules.readVersion(tenant, active);
  if (!version) throw new Error(`version ${active} of the rules is active and not there`);
  return version;
};

const repriced = (channels: readonly Channel[], { fees = {} }: Draft): readonly Channel[] =>
  channels.map((channel) => {
    const fee = fees[channel.id];
    return fee === undefined
      ? channel
      : {
          ...channel,
          fee: { rateBasisPoints: fee.rate_basis_points, fixedMinor: fee.fixed_amount },
        };
  });

/** A draft has no version. */
const DRAFT_VERSION = 0;

const draftRules = (
  { rules, time_zone }: Draft,
  active: RuleVersion | undefined,
  channels: readonly Channel[],
) => {
  if (rules === undefined && time_zone === undefined) {
    return active && compileRules(active.set, active.version);
  }
  const set = {
    rules: rules ?? active?.set.rules ?? [],
    time_zone: time_zone ?? active?.set.time_zone,
  };
  return compileRules(
    checkedRules(
      set,
      channels.map(({ id }) => id),
    ),
    DRAFT_VERSION,
  );
};
