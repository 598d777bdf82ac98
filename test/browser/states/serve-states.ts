import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageState } from '#functions/pages/checkout/page-state.ts';
import { renderCheckout } from '#functions/pages/checkout/render-checkout.tsx';
import { stateReply } from '#functions/pages/checkout/state-reply.ts';
import { chooseLanguage, type Language } from '#functions/pages/language.ts';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import { RawReply } from '#shared/platform/http/call.ts';
import { readScripts } from './read-scripts.ts';
import { STATES } from './states.ts';

/** Without scripts a page loads itself again, and would move while it is looked at. */
const REFRESH = /<meta http-equiv="refresh"[^>]*>/;

export interface ServedStates {
  readonly baseUrl: string;
  /** @param name one of the states */
  pathOf(name: string, language: Language): string;
  stop(): Promise<void>;
}

/**
 * Serves every state of the buyer's pages as its production reply, status and headers included. The name of a state is the
 * token of its order; the page's script, which comes from a running stack, finds the state unchanged whenever it asks.
 */
export const serveStates = async (demo: Pick<Demo, 'checkoutUrl'>): Promise<ServedStates> => {
  const scripts = await readScripts(demo.checkoutUrl);
  const answer = (url: URL, isForScript: boolean): RawReply => {
    const script = scripts.files.get(url.pathname);
    if (script) return new RawReply(200, { 'content-type': 'text/javascript' }, script);
    const [, , name = '', what] = url.pathname.split('/');
    const state = STATES[name];
    if (!state) return new RawReply(404, {}, '');
    const language = chooseLanguage(url.searchParams.get('lang') ?? undefined, undefined);
    if (state.kind === 'page') return state.render(language);
    const { view, remarks } = state;
    if (what === 'state')
      return new RawReply(200, { 'content-type': 'application/json' }, JSON.stringify(view));
    const shown = pageState(view, language, { token: name, ...remarks });
    return isForScript ? stateReply(shown) : renderCheckout(shown, { scripts: scripts.addresses });
  };
  const server = createServer((request, response) => {
    const { status, headers, body } = answer(
      new URL(request.url ?? '/', 'http://localhost'),
      request.headers.accept === 'application/json',
    );
    response.writeHead(status, { ...headers });
    response.end(body.replace(REFRESH, ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    pathOf: (name, language) => `/checkout/${name}?lang=${language}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
