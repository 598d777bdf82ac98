import type { LocalRoute } from '../template/local-model.ts';

export interface FoundRoute {
  readonly route: LocalRoute;
  /** `GET /v1/orders/{orderId}`, or `$default`. */
  readonly routeKey: string;
  readonly pathParameters: Record<string, string> | undefined;
}

type Matcher = (parts: readonly string[]) => Record<string, string> | undefined;

/**
 * Chooses among an HTTP API's routes as API Gateway does: literal parts before parameters, `{proxy+}` after both, a
 * named method before ANY, `$default` last.
 */
export const createRouteFinder = (
  routes: readonly LocalRoute[],
): ((method: string, path: string) => FoundRoute | undefined) => {
  const named = routes
    .filter(({ path }) => path !== '$default')
    .map((route) => ({
      route,
      routeKey: `${route.method} ${route.path}`,
      rank: rankOf(route),
      match: matcherOf(route.path.split('/')),
    }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const fallback = routes.find(({ path }) => path === '$default');
  return (method, path) => {
    const parts = path.split('/');
    for (const { route, routeKey, match } of named) {
      if (route.method !== method && route.method !== 'ANY') continue;
      const parameters = match(parts);
      if (parameters === undefined) continue;
      const any = Object.keys(parameters).length > 0;
      return { route, routeKey, pathParameters: any ? parameters : undefined };
    }
    return fallback && { route: fallback, routeKey: '$default', pathParameters: undefined };
  };
};

/** Sorts routes from the most to the least specific, part by part. */
const rankOf = ({ method, path }: LocalRoute): string => {
  const parts = path
    .split('/')
    .map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'));
  return `${parts.join('')}${method === 'ANY' ? '1' : '0'}`;
};

const matcherOf = (pattern: readonly string[]): Matcher => {
  const last = pattern.at(-1) ?? '';
  const greedy = last.endsWith('+}');
  const fixed = greedy ? pattern.slice(0, -1) : pattern;
  return (parts) => {
    if (greedy ? parts.length < pattern.length : parts.length !== pattern.length) return undefined;
    const parameters: Record<string, string> = {};
    for (const [index, part] of fixed.entries()) {
      const value = parts[index] ?? '';
      if (part.startsWith('{')) {
        if (value === '') return undefined;
        parameters[part.slice(1, -1)] = value;
      } else if (part !== value) return undefined;
    }
    if (greedy) parameters[last.slice(1, -2)] = parts.slice(fixed.length).join('/');
    return parameters;
  };
};
