import type { RouteContract } from './route.ts';
import { ROUTE_GROUPS } from './route-groups.ts';

/** The contract of every route of the HTTP API. */
export const EVERY_ROUTE: readonly RouteContract[] = ROUTE_GROUPS.flatMap(({ routes }) => routes);
