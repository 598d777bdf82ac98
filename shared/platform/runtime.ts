import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { typeid } from 'typeid-js';
import type { Runtime } from '../application/ports/runtime.ts';
import { ID_PREFIXES, toOrderId } from '../domain/identity/ids.ts';

/** The machine's clock and randomness. Tests and the demo pass their own. */
export const systemRuntime: Runtime = {
  now: () => new Date(),
  newId: (kind) => {
    const id = typeid(ID_PREFIXES[kind]).toString();
    return kind === 'order' ? toOrderId(id) : id;
  },
  random: Math.random,
  newSecret: (bytes = 24) => randomBytes(bytes).toString('base64url'),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  pause: async (millis) => {
    await pause(millis);
  },
};
