import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { LocalStackError } from '../local-stack-error.ts';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that has its port; requests wait until there is a handler. */
export interface Listener {
  readonly port: number;
  answerWith(handler: RequestHandler): void;
  /** Takes no more connections. */
  refuse(): void;
  /** Ends what is left of them. */
  close(): Promise<void>;
}

/** Longer than clients keep a connection, so that none is closed under a request. */
const KEEP_ALIVE_MILLIS = 75_000;

/**
 * Takes a loopback port; 0 takes a free one.
 * @throws LocalStackError when the port is taken, with what to do about it.
 */
export const openListener = async (port: number, what: string): Promise<Listener> => {
  let handler: RequestHandler | undefined;
  let waiting: (() => void)[] = [];
  const server = createServer(
    { keepAlive: true, keepAliveTimeout: KEEP_ALIVE_MILLIS },
    (request, response) => {
      if (handler) handler(request, response);
      else waiting.push(() => handler?.(request, response));
    },
  );
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
  const closed = once(server, 'close');
  return {
    port: address.port,
    answerWith: (next) => {
      handler = next;
      for (const resume of waiting) resume();
      waiting = [];
    },
    refuse: () => {
      server.close();
      server.closeIdleConnections();
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
