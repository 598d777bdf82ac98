import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { METAFILE } from '#infra/bundle.ts';

/** What loading a provider's port adds to a function that is running already. */
export interface ProviderChunks {
  readonly provider: string;
  /** The chunk that the function imports. */
  readonly entry: string;
  /** Minified, in bytes: chunks that the function has not read at its start, those shared with other providers included. */
  readonly bytes: number;
  readonly gzipBytes: number;
  /** Chunks that some operations of the provider load when they are first called. */
  readonly laterBytes: number;
}

type Outputs = Metafile['outputs'];

const outputsIn = (folder: string): Outputs =>
  (JSON.parse(readFileSync(join(folder, METAFILE), 'utf8')) as Metafile).outputs;

const readAtStart = (outputs: Outputs): Set<string> =>
  loadedWith(outputs, Object.keys(outputs).find((file) => basename(file) === 'index.mjs') ?? '');

/** Minified bytes that a function reads before its first event. */
export const bytesAtStart = (folder: string): number => {
  const outputs = outputsIn(folder);
  return [...readAtStart(outputs)].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
};

/** Finds the chunks of every provider in a function's bundle. */
export const providerChunks = (folder: string): ProviderChunks[] => {
  const outputs = outputsIn(folder);
  const read = readAtStart(outputs);
  const chunks = Object.entries(outputs).flatMap(([file, { entryPoint = '' }]) => {
    const provider = /^shared\/channels\/([\w-]+)\/index\.ts$/.exec(entryPoint)?.[1];
    if (provider === undefined) return [];
    const added = [...loadedWith(outputs, file)].filter((chunk) => !read.has(chunk));
    const all = loadedWith(outputs, file, { withLater: true });
    const later = [...all].filter((chunk) => !read.has(chunk) && !added.includes(chunk));
    const contents = added.map((chunk) => readFileSync(join(folder, basename(chunk))));
    return [
      {
        provider,
        entry: join(folder, basename(file)),
        bytes: contents.reduce((sum, content) => sum + content.length, 0),
        gzipBytes: contents.reduce((sum, content) => sum + gzipSync(content).length, 0),
        laterBytes: later.reduce((sum, chunk) => sum + (outputs[chunk]?.bytes ?? 0), 0),
      },
    ];
  });
  return chunks.sort((a, b) => (a.provider < b.provider ? -1 : 1));
};

/** A file and all that is read before its first line runs; `withLater`: and what it may import while it runs. */
const loadedWith = (
  outputs: Outputs,
  start: string,
  { withLater = false }: { readonly withLater?: boolean } = {},
): Set<string> => {
  const found = new Set<string>();
  const visit = (file: string): void => {
    const output = outputs[file];
    if (!output || found.has(file)) return;
    found.add(file);
    for (const { path, kind } of output.imports)
      if (withLater || kind !== 'dynamic-import') visit(path);
  };
  visit(start);
  return found;
};
