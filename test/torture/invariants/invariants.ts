import { acknowledgements } from './acknowledgements.ts';
import { cards } from './cards.ts';
import { counters } from './counters.ts';
import { deliveries } from './deliveries.ts';
import type { Evidence } from './evidence.ts';
import { merchantMessages } from './merchant-messages.ts';
import { paymentsAndRefunds } from './payments.ts';
import { stories } from './stories.ts';
import { tenants } from './tenants.ts';

/** What is wrong, one sentence each; nothing when all is well. */
export type Invariant = (evidence: Evidence) => readonly string[];

/** What must hold when everything has come to rest, whatever went wrong before. */
export const INVARIANTS = {
  'I1 a card belongs to one order at most, an order holds its quantity or none': cards,
  'I2 every unit paid at a provider is delivered, held with a reason, or refunded':
    paymentsAndRefunds,
  'I3 nothing is delivered without a payment': deliveries,
  'I4 the story of an order is legal and has no gap': stories,
  'I5 every message reaches the merchant, with one id': merchantMessages,
  'I6 caps and counters equal what the items say': counters,
  'I7 nothing of one tenant is visible to another': tenants,
  'I8 every acknowledgement is right, and what was acknowledged is known': acknowledgements,
} as const satisfies Record<string, Invariant>;

export type InvariantName = keyof typeof INVARIANTS | 'I0 everything comes to rest';

/** Something that must never be true, with the order or card it is about. */
export interface Violation {
  readonly invariant: InvariantName;
  readonly detail: string;
}

export const violationsOf = (evidence: Evidence): readonly Violation[] =>
  Object.entries(INVARIANTS).flatMap(([name, check]) =>
    check(evidence).map((detail) => ({ invariant: name as InvariantName, detail })),
  );
