import { callbacks } from './callbacks.ts';
import { checkout } from './checkout.ts';
import { delivery } from './delivery.ts';
import type { Feature, FunctionDeclaration, Trigger } from './feature.ts';
import { merchants } from './merchants.ts';
import { orders } from './orders.ts';
import { pages } from './pages.ts';
import { refunds } from './refunds.ts';
import { routing } from './routing.ts';
import { webhooks } from './webhooks.ts';

/** Every stage that has infrastructure. */
export const FEATURES: readonly Feature[] = [
  checkout,
  pages,
  orders,
  refunds,
  merchants,
  delivery,
  routing,
  webhooks,
  callbacks,
];

export const FUNCTIONS: readonly FunctionDeclaration[] = FEATURES.flatMap(
  (feature) => feature.functions,
);

/** The functions that a kind of trigger starts. */
export const functionsStartedBy = <Kind extends Trigger['kind']>(
  kind: Kind,
): FunctionDeclaration<Extract<Trigger, { kind: Kind }>>[] =>
  FUNCTIONS.filter(
    (declaration): declaration is FunctionDeclaration<Extract<Trigger, { kind: Kind }>> =>
      declaration.trigger.kind === kind,
  );
