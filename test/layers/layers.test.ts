import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');
const BIOME = join(
  dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')),
  'bin/biome',
);
const RULE = 'lint/style/noRestrictedImports';
const GLOBALS_RULE = 'lint/style/noRestrictedGlobals';

interface Place {
  /** Where the file is planted, from the repository's root. */
  readonly folder: string;
  readonly forbidden: readonly string[];
  readonly allowed: readonly string[];
}

const TOP_LEVEL = ['#functions/orders/x.ts', '#infra/x.ts', '#test/x.ts'];

/** Every layer with what it may and may not import, relative and by name. */
const PLACES: readonly Place[] = [
  {
    folder: 'shared/domain/orders',
    forbidden: [
      ...TOP_LEVEL,
      '../../application/orders/x.ts',
      '../../adapters/x.ts',
      '../../channels/x.ts',
      '../../platform/x.ts',
      '../../contract/x.ts',
      '#shared/application/x.ts',
      '#shared/adapters/x.ts',
      '#shared/channels/x.ts',
      '#shared/platform/x.ts',
      '#shared/contract/x.ts',
      'node:crypto',
      '@aws-sdk/client-dynamodb',
    ],
    allowed: ['zod', './x.ts', '../channels/channel.ts', '#shared/domain/money/money.ts'],
  },
  {
    folder: 'shared/application/orders',
    forbidden: [
      ...TOP_LEVEL,
      '../../adapters/dynamodb/x.ts',
      '../../channels/channel.ts',
      '../../channels/epay/index.ts',
      '../../platform/x.ts',
      '../../../functions/orders/x.ts',
      '#shared/adapters/x.ts',
      '#shared/channels/x.ts',
      '#shared/platform/x.ts',
      'node:fs',
      '@aws-sdk/lib-dynamodb',
    ],
    allowed: [
      'zod',
      './x.ts',
      '../ports/order-store.ts',
      '../routing/open-channel.ts',
      '../../domain/channels/channel.ts',
      '../../contract/queues.ts',
      '#shared/domain/channels/channel.ts',
    ],
  },
  {
    folder: 'shared/adapters/dynamodb',
    forbidden: [
      ...TOP_LEVEL,
      '../../application/orders/x.ts',
      '../../channels/epay/index.ts',
      '../../platform/x.ts',
      '../../../functions/orders/x.ts',
      '#shared/application/orders/x.ts',
      '#shared/channels/x.ts',
      '#shared/platform/x.ts',
    ],
    allowed: [
      'node:crypto',
      '@aws-sdk/client-dynamodb',
      '../kms/x.ts',
      '../../application/ports/order-store.ts',
      '../../domain/channels/channel.ts',
      '../../contract/tables.ts',
    ],
  },
  {
    folder: 'shared/channels/epay',
    forbidden: [
      ...TOP_LEVEL,
      '../stripe/index.ts',
      '../../channels/stripe/index.ts',
      '#shared/channels/stripe/index.ts',
      '../../application/orders/x.ts',
      '../../adapters/http/x.ts',
      '../../platform/x.ts',
      '#shared/application/orders/x.ts',
      '#shared/adapters/x.ts',
      '#shared/platform/x.ts',
    ],
    allowed: [
      '../wire/fields.ts',
      'node:crypto',
      './config.ts',
      '../channel.ts',
      '../../application/ports/channel-port.ts',
      '../../domain/channels/channel.ts',
      '../../domain/money/money.ts',
      '../../contract/metrics.ts',
    ],
  },
  {
    folder: 'shared/channels',
    forbidden: [...TOP_LEVEL, '../application/orders/x.ts', '../adapters/x.ts', '../platform/x.ts'],
    allowed: [
      './epay/index.ts',
      '../application/ports/channel-port.ts',
      '../domain/money/money.ts',
    ],
  },
  {
    folder: 'shared/platform',
    forbidden: [
      ...TOP_LEVEL,
      '../application/orders/x.ts',
      '../adapters/dynamodb/x.ts',
      '../channels/registry.ts',
      '#shared/application/orders/x.ts',
      '#shared/adapters/x.ts',
      '#shared/channels/x.ts',
    ],
    allowed: ['node:crypto', './http/x.ts', '../application/ports/runtime.ts', '../contract/x.ts'],
  },
  {
    folder: 'shared/platform/http',
    forbidden: ['../../application/orders/x.ts', '../../adapters/x.ts', '../../channels/x.ts'],
    allowed: ['../observe.ts', '../../application/ports/runtime.ts', '../../domain/errors/x.ts'],
  },
  {
    folder: 'shared/contract/api',
    forbidden: [
      ...TOP_LEVEL,
      '../../application/ports/x.ts',
      '../../adapters/x.ts',
      '../../channels/x.ts',
      '../../platform/x.ts',
      '#shared/application/x.ts',
      '#shared/adapters/x.ts',
      '#shared/channels/x.ts',
      '#shared/platform/x.ts',
    ],
    allowed: ['zod', './route.ts', '../tables.ts', '../../domain/channels/channel.ts'],
  },
  {
    folder: 'functions/orders',
    forbidden: [
      '../checkout/x.ts',
      '../pages/checkout/x.tsx',
      '#functions/checkout/x.ts',
      '#infra/x.ts',
      '#test/x.ts',
      '../../shared/domain/money/money.ts',
    ],
    allowed: [
      './x.ts',
      '../wiring/api-services.ts',
      '#shared/application/orders/x.ts',
      '#shared/adapters/dynamodb/x.ts',
      '#shared/channels/registry.ts',
      '#shared/platform/http/api.ts',
      '#shared/contract/api/orders.ts',
      '#shared/domain/money/money.ts',
    ],
  },
  {
    folder: 'functions/pages/checkout',
    forbidden: ['../../orders/x.ts', '#functions/orders/x.ts', '#infra/x.ts', '#test/x.ts'],
    allowed: ['./x.tsx', '../x.tsx', '../../wiring/api-services.ts', '#shared/platform/x.ts'],
  },
  {
    folder: 'functions/pages/checkout/view',
    forbidden: ['../../../orders/x.ts', '#functions/orders/x.ts', '#infra/x.ts', '#test/x.ts'],
    allowed: ['./x.tsx', '../words/x.ts', '../../x.tsx', '#shared/domain/x.ts'],
  },
  {
    folder: 'infra/stacks',
    forbidden: [
      '#shared/application/x.ts',
      '#shared/adapters/x.ts',
      '#shared/channels/x.ts',
      '#shared/platform/x.ts',
      '#shared/domain/x.ts',
      '#functions/orders/x.ts',
      '#test/x.ts',
      '../../shared/platform/x.ts',
      '../../functions/orders/x.ts',
    ],
    allowed: ['aws-cdk-lib/core', 'node:path', '../features/x.ts', '#shared/contract/tables.ts'],
  },
  ...['infra/local', 'infra/admin', 'infra/generate'].map((folder) => ({
    folder,
    forbidden: ['#test/x.ts', '../../shared/platform/x.ts', '../../functions/orders/x.ts'],
    allowed: ['#shared/adapters/x.ts', '#functions/orders/handler.ts', '#shared/contract/x.ts'],
  })),
];

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      severity: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.int() }) }),
    }),
  ),
});

/** Runs the linter as `npm run lint` does, on these files only. */
const lint = (files: readonly string[], rule = RULE) => {
  const run = spawnSync(BIOME, ['lint', '--reporter=json', '--max-diagnostics=none', ...files], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 32_000_000,
  });
  const found = reportSchema
    .parse(JSON.parse(run.stdout))
    .diagnostics.filter(({ category }) => category === rule);
  return { exitCode: run.status, found };
};

/** Plants files in the tree, lints them, and takes them away again whatever happens. */
const lintPlanted = (texts: ReadonlyMap<string, string>, rule = RULE) => {
  const made: string[] = [];
  try {
    for (const [file, text] of texts) {
      const folder = dirname(join(ROOT, file));
      if (!existsSync(folder)) {
        mkdirSync(folder);
        made.push(folder);
      }
      writeFileSync(join(ROOT, file), text, { flag: 'wx' });
    }
    return lint([...texts.keys()], rule);
  } finally {
    for (const file of texts.keys()) rmSync(join(ROOT, file), { force: true });
    for (const folder of made) rmdirSync(folder);
  }
};

const plantedFile = ({ folder }: Place): string => `${folder}/planted-violation-${process.pid}.ts`;
const importing = (modules: readonly string[]): string =>
  modules.map((module) => `import '${module}';\n`).join('');

describe('the import rules of the layers', () => {
  test.each(PLACES)(
    '$folder: every forbidden import fails the lint, every allowed one passes',
    (place) => {
      const modules = [...place.forbidden, ...place.allowed];
      const { exitCode, found } = lintPlanted(new Map([[plantedFile(place), importing(modules)]]));
      const refused = found.map(({ location }) => modules[location.start.line - 1]);
      expect([...new Set(refused)].sort()).toEqual([...place.forbidden].sort());
      expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(['error']));
      expect(exitCode).not.toBe(0);
    },
  );

  test('what exists in browsers only is used by the page’s script alone', () => {
    const text = 'document.title;\nwindow.name;\nlocation.href;\n';
    const file = (folder: string) => `${folder}/planted-global-${process.pid}.ts`;
    const planted = [
      'functions/pages/checkout/view',
      'functions/pages/checkout/script',
      'shared/domain/orders',
      'infra/features',
    ].map((folder) => [file(folder), text] as const);
    const { found } = lintPlanted(new Map(planted), GLOBALS_RULE);
    const refused = new Set(found.map(({ location }) => location.path));
    expect([...refused].sort()).toEqual(
      ['functions/pages/checkout/view', 'shared/domain/orders', 'infra/features'].map(file).sort(),
    );
    expect(found).toHaveLength(9);
  });

  test('hold for every way to write an import', () => {
    const lines = [
      "import type { X } from '../../adapters/x.ts';",
      "export { y } from '../../adapters/x.ts';",
      "export * from '../../adapters/x.ts';",
      "export const z = await import('../../adapters/x.ts');",
      'export type W = X;',
    ];
    const file = `shared/application/orders/planted-spelling-${process.pid}.ts`;
    const { found } = lintPlanted(new Map([[file, `${lines.join('\n')}\n`]]));
    expect(found.map(({ location }) => location.start.line).sort()).toEqual([1, 2, 3, 4]);
  });
});
