import { type Seen, type Visitor, visitorOf } from '../../domain/checkout/visitor.ts';
import type { Call } from './call.ts';

/** Who looks at a checkout, as far as the request says; what the caller knows better goes before. */
export const visitorOfCall = (
  { userAgent, country }: Call,
  known: Omit<Seen, 'userAgent' | 'country'> = {},
): Visitor => visitorOf({ userAgent, country, ...known });
