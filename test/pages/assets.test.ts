import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readScript } from '#functions/pages/assets/read-script.ts';
import { pageScripts } from '#functions/pages/page-scripts.ts';
import { anApi } from '#test/support/http-call.ts';

const FILE = 'checkout.en-ABCD2345.js';
const CODE = 'console.log("支付")';
let folder: URL;
beforeAll(async () => {
  const path = await mkdtemp(join(tmpdir(), 'arteria-scripts-'));
  await writeFile(join(path, FILE), CODE);
  await writeFile(join(path, `${FILE}.br`), brotliCompressSync(CODE));
  await writeFile(join(path, `${FILE}.gz`), gzipSync(CODE));
  await writeFile(join(path, 'scripts.json'), JSON.stringify({ 'checkout.en': FILE }));
  folder = pathToFileURL(`${path}/`);
});

const read = (file: string, acceptEncoding?: string) =>
  anApi([readScript(folder)])({
    method: 'GET',
    path: `/assets/${file}`,
    headers: acceptEncoding ? { 'accept-encoding': acceptEncoding } : {},
  });

describe('a script of the pages', () => {
  it.each([
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
    [undefined, undefined],
  ])('is served to who accepts %s in %s, for ever', async (accepted, encoding) => {
    const { status, headers, text } = await read(FILE, accepted);
    expect(status).toBe(200);
    expect(text).toBe(CODE);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(['checkout.en-ZZZZ2345.js', 'scripts.json', `${FILE}.br`, '..%2Findex.mjs'])(
    'and nothing else: %s is not found, and the answer is kept nowhere',
    async (file) => {
      const { status, headers } = await read(file);
      expect(status).toBe(404);
      expect(headers['cache-control']).toBe('no-store');
    },
  );

  it('is named to the page by its address; one that was not built is an error', () => {
    const script = pageScripts(folder);
    expect(script('checkout.en')).toBe(`/assets/${FILE}`);
    expect(() => script('checkout.fr')).toThrow(/checkout.fr/);
  });
});
