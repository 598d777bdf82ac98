import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports that this process was given before: whoever got one may not listen yet. */
const given = new Set<number>();

/**
 * A loopback port that nobody listens on right now: the preferred one if it is free, else one that this process was not
 * given before.
 */
export const freePort = async (preferred = 0): Promise<number> => {
  const server = createServer().listen(preferred, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return freePort();
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  const { port } = address;
  if (port !== preferred && given.has(port)) return freePort();
  given.add(port);
  return port;
};
