import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { showcaseSchema } from './showcase.ts';

const simulatorSchema = z.object({
  name: z.string(),
  channelId: z.string(),
  /** The gateway's address; its control interface is under `/control/`. */
  url: z.string(),
  pid: z.string(),
});

/** What `demo.json` tells tools about a running local stack. */
export const demoSchema = z.object({
  baseUrl: z.string(),
  callbackBaseUrl: z.string(),
  apiKey: z.string(),
  merchantId: z.string(),
  productId: z.string(),
  /** An order that waits for payment. */
  checkoutUrl: z.string(),
  simulators: z.array(simulatorSchema),
  /** Another merchant, with every channel there is. */
  showcase: showcaseSchema,
});
export type Demo = z.infer<typeof demoSchema>;

/** The demo shop of the stack in that file; `undefined` when there never was one. */
export const readDemo = async (file: string): Promise<Demo | undefined> => {
  try {
    return demoSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Replaces the file as a whole, so that nobody reads half of it. It holds an API key: for its owner only. */
export const writeDemo = async (file: string, demo: Demo): Promise<void> => {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(demo, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
};
