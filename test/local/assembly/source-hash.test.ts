import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sourceHash } from '#infra/local/assembly/source-hash.ts';
import { temporaryDirectory } from '../support/tiny-assembly.ts';

const repository = async () => {
  const root = temporaryDirectory();
  for (const folder of ['functions/orders', 'shared', 'infra/local']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await writeFile(join(root, 'functions/orders/handler.ts'), 'a');
  await writeFile(join(root, 'shared/money.ts'), 'b');
  await writeFile(join(root, 'infra/local/start.ts'), 'c');
  await writeFile(join(root, 'package.json'), '{}');
  await writeFile(join(root, 'package-lock.json'), '{}');
  return root;
};

it('is the same for the same sources', async () => {
  expect(await sourceHash(await repository())).toBe(await sourceHash(await repository()));
});

it.each([
  ['a changed file', 'functions/orders/handler.ts', true],
  ['a new file', 'shared/new.ts', true],
  ['another dependency', 'package-lock.json', true],
  ['the local stack, which is in no bundle', 'infra/local/start.ts', false],
])('sees %s', async (_what, file, changes) => {
  const root = await repository();
  const before = await sourceHash(root);
  await writeFile(join(root, file), 'changed');
  expect((await sourceHash(root)) !== before).toBe(changes);
});
