import type { z } from 'zod';
import type { RouteContract } from '../api/route.ts';

type Part<Name extends string, Value> = [unknown] extends [Value]
  ? { [name in Name]?: unknown }
  : [Value] extends [undefined]
    ? { [name in Name]?: undefined }
    : undefined extends Value
      ? { [name in Name]?: Value }
      : // biome-ignore lint/complexity/noBannedTypes: asks whether the empty object would do
        {} extends Value
        ? { [name in Name]?: Value }
        : { [name in Name]: Value };

/** What a call sends: `params`, `query` and `body` as the contract takes them; what may be empty may be left out. */
export type CallInput<Route extends RouteContract> = Part<'params', z.input<Route['params']>> &
  Part<'query', z.input<Route['query']>> &
  Part<'body', z.input<Route['body']>>;

/** What a call returns. */
export type CallReply<Route extends RouteContract> = z.output<Route['reply']>;
