import type { z } from 'zod';
import type { RouteContract } from '../../contract/api/route.ts';
import type { AuthenticatedCall, Call, RawReply } from './call.ts';

/** A request's input, parsed by its contract. */
export interface Input<Route extends RouteContract> {
  readonly params: z.output<Route['params']>;
  readonly query: z.output<Route['query']>;
  readonly body: z.output<Route['body']>;
}

type CallOf<Route extends RouteContract> = Route['auth'] extends 'api_key'
  ? AuthenticatedCall
  : Call;

/** A route bound to the code that answers it. */
export interface BoundRoute {
  readonly contract: RouteContract;
  readonly answer: (input: Input<RouteContract>, call: AuthenticatedCall) => Promise<unknown>;
}

/** Binds a route's contract to its handler; types flow from the contract's schemas. */
export const bind = <Route extends RouteContract>(
  contract: Route,
  answer: (
    input: Input<Route>,
    call: CallOf<Route>,
  ) => Promise<z.input<Route['reply']> | RawReply | RawReply<Uint8Array>>,
): BoundRoute => ({ contract, answer: answer as BoundRoute['answer'] });
