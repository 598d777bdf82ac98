import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FUNCTIONS } from '#infra/features/features.ts';
import { ERROR_REFERENCE } from '#shared/contract/api/error-reference.ts';
import { errorsOf } from '#shared/contract/api/errors-of.ts';
import { EVERY_ROUTE } from '#shared/contract/api/every-route.ts';
import type { RouteContract } from '#shared/contract/api/route.ts';
import { ERROR_CODES } from '#shared/domain/errors/app-error.ts';

const FOLDER = join(import.meta.dirname, '../../shared/contract/api');

const isContract = (value: unknown): value is RouteContract =>
  typeof value === 'object' && value !== null && 'operationId' in value && 'path' in value;

const routesInFiles = async (): Promise<RouteContract[]> => {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts'));
  const modules: object[] = await Promise.all(files.map((file) => import(join(FOLDER, file))));
  return modules.flatMap((module) => Object.values(module).filter(isContract));
};

const addressOf = ({ method, path }: RouteContract): string => `${method} ${path}`;
const namesIn = (path: string): string[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => `${name}`);

describe('the list of routes', () => {
  it('contains every contract that a file exports, once', async () => {
    const exported = (await routesInFiles()).map(addressOf).sort();
    expect(EVERY_ROUTE.map(addressOf).sort()).toEqual(exported);
    expect(new Set(exported).size).toBe(exported.length);
  });

  it('names every operation differently', () => {
    expect(new Set(EVERY_ROUTE.map(({ operationId }) => operationId)).size).toBe(
      EVERY_ROUTE.length,
    );
  });

  it('is what the front API is deployed with, no route more and none less', () => {
    const deployed = FUNCTIONS.flatMap(({ trigger }) =>
      trigger.kind === 'http' && trigger.api === 'front'
        ? trigger.routes.map(({ method, path }) => `${method} ${path}`)
        : [],
    );
    const contracted = EVERY_ROUTE.map((route) => addressOf(route).replaceAll(/:(\w+)/g, '{$1}'));
    expect(deployed.sort()).toEqual(contracted.sort());
  });
});

describe.each(EVERY_ROUTE.map((route) => [route.operationId, route] as const))(
  '%s',
  (_id, route) => {
    it('describes exactly the parameters of its path', () => {
      const described = route.params instanceof z.ZodObject ? Object.keys(route.params.shape) : [];
      expect(described.sort()).toEqual(namesIn(route.path).sort());
    });

    it('has an example that its own schema accepts, if it has one', () => {
      if (route.example) expect(route.body.safeParse(route.example.body).error).toBeUndefined();
      else expect(route.example).toBeUndefined();
    });

    it('can answer only errors that are documented', () => {
      const documented = ERROR_REFERENCE.map(({ code }) => code);
      expect(documented).toEqual(expect.arrayContaining([...errorsOf(route)]));
    });
  },
);

describe('the error reference', () => {
  it('explains every error code: what it means and what to do', () => {
    expect(ERROR_REFERENCE.map(({ code }) => code).sort()).toEqual(Object.keys(ERROR_CODES).sort());
    for (const { meaning, remedy } of ERROR_REFERENCE) {
      expect([meaning, remedy]).toEqual([
        expect.stringMatching(/\.$/),
        expect.stringMatching(/\.$/),
      ]);
    }
  });
});
