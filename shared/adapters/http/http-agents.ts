import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AddressRules, guardedLookup } from './guarded-address.ts';

/** Connections kept per host, and calls to one host at once; more wait. */
const MAX_SOCKETS_PER_HOST = 64;
const MAX_IDLE_SOCKETS = 16;
/** Below the 5 s after which Node, and other common servers, close an idle connection. */
const MAX_IDLE_MILLIS = 4_000;

export interface HttpAgents {
  /** An agent for the URL whose idle connections are still worth using. */
  agentFor(url: URL): Promise<http.Agent>;
  destroy(): void;
}

/** What a test may bring: a certificate authority of its own. */
export interface TlsTrust {
  readonly ca?: string;
}

/**
 * Keep-alive agents whose every connection goes to an address that was checked.
 *
 * A request on a connection that the other side has closed ends without an answer, and nobody can say whether it was
 * read. Such connections are weeded out before each request: by the clock, since a Lambda can sleep for minutes while
 * its timers stand still, and by waiting until the event loop has asked the system for news once, so that a close
 * that already arrived is noticed.
 */
export const createHttpAgents = (rules: AddressRules, trust: TlsTrust = {}): HttpAgents => {
  const idleSince = new WeakMap<Socket, number>();
  const options = {
    keepAlive: true,
    maxSockets: MAX_SOCKETS_PER_HOST,
    maxFreeSockets: MAX_IDLE_SOCKETS,
    lookup: guardedLookup(rules),
  };
  const agents = {
    'http:': new http.Agent(options),
    'https:': new https.Agent({ ...options, ...trust }),
  };
  for (const agent of Object.values(agents)) {
    agent.on('free', (socket: Socket) => idleSince.set(socket, Date.now()));
  }
  const weed = async (agent: http.Agent): Promise<void> => {
    const idle = Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []);
    if (idle.length === 0) return;
    for (const socket of idle) {
      if (Date.now() - (idleSince.get(socket) ?? 0) > MAX_IDLE_MILLIS) socket.destroy();
    }
    // The first turn ends the present round of events, the second comes after a new one was asked for.
    await nextTurn();
    await nextTurn();
  };
  return {
    agentFor: async ({ protocol }) => {
      const agent = protocol === 'https:' ? agents['https:'] : agents['http:'];
      await weed(agent);
      return agent;
    },
    destroy: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
};
