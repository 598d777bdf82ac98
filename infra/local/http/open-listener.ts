import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { LocalStackError } from '../local-stack-error.ts';

/** A server that holds its port but does not answer yet. */
export interface Listener {
  readonly server: Server;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Takes a loopback port; 0 takes a free one.
 * @throws LocalStackError when the port is taken, with what to do about it.
 */
export const openListener = async (port: number, what: string): Promise<Listener> => {
  const server = createServer({ keepAliveTimeout: 60_000 });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new LocalStackError(
      `Port ${port}, wanted for ${what}, is taken by another program. Stop it, or choose another port: PORT=${port + 100} npm start`,
    );
  }
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    server,
    port: address.port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
