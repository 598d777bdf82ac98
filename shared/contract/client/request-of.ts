import type { RouteContract } from '../api/route.ts';

/** The parts of a call, without their types. */
export interface CallParts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/**
 * The address of a call: path parameters escaped, query parameters that are `undefined` left out.
 *
 * @throws Error when a path parameter is missing: an empty one would name another route
 */
export const urlOf = (baseUrl: string, route: RouteContract, parts: CallParts): string => {
  const params = asRecord(parts.params);
  const path = route.path.replaceAll(/:(\w+)/g, (_match, name: string) => {
    const value = params[name];
    if (typeof value !== 'string' || value === '') {
      throw new Error(`${route.operationId} needs the path parameter "${name}"`);
    }
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asRecord(parts.query))) {
    if (value !== undefined) query.set(name, String(value));
  }
  const search = query.toString();
  return `${baseUrl.replace(/\/+$/, '')}${path}${search ? `?${search}` : ''}`;
};

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
