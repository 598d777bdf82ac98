import type { SimulatedAccount } from '#infra/local/seed/simulated-accounts.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import type { ItemsOf } from '../invariants/stored-state.ts';
import type { Goods } from './buyer-plan.ts';
import type { Chronicle } from './chronicle.ts';
import type { GatewayBooks } from './gateways.ts';
import type { Receiver } from './receiver.ts';

/** All that is known when everything has come to rest: what is stored, what strangers know, what was seen. */
export interface Findings {
  readonly tenant: Tenant;
  readonly products: Readonly<Record<Goods, string>>;
  readonly itemsOf: ItemsOf;
  readonly books: readonly GatewayBooks[];
  readonly accounts: readonly SimulatedAccount[];
  /** The channel that believes a question only. */
  readonly confirmedChannel: string;
  readonly chronicle: Chronicle;
  readonly receiver: Pick<Receiver, 'taken' | 'forged' | 'turnedAway'>;
  readonly toleranceBasisPoints: number;
  /** What neighbours found who looked for what is the shop's. */
  readonly visibleToOthers: readonly string[];
  /** Where the API's stock is not what the items say. */
  readonly stockDisagreements: readonly string[];
  /** What was still to be done when patience ended. */
  readonly unfinished: readonly string[];
}
