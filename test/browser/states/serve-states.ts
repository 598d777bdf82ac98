import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chooseLanguage } from '#functions/pages/language.ts';
import { STATES } from './states.ts';

/** Pages that reload by themselves would move while they are looked at. */
const STANDING_STILL = /<meta http-equiv="refresh"[^>]*>/;

export interface ServedStates {
  readonly baseUrl: string;
  /** @param name one of the states */
  pathOf(name: string, language: 'zh' | 'en'): string;
  stop(): Promise<void>;
}

/** Serves every state of the buyer's pages as its production reply, status and headers included. */
export const serveStates = async (): Promise<ServedStates> => {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const render = STATES[pathname.slice(1)];
    if (!render) {
      response.writeHead(404).end();
      return;
    }
    const reply = render(chooseLanguage(searchParams.get('lang') ?? undefined, undefined));
    response.writeHead(reply.status, { ...reply.headers });
    response.end(String(reply.body).replace(STANDING_STILL, ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    pathOf: (name, language) => `/${name}?lang=${language}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
