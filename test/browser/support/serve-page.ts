import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pageState, type Remarks } from '#functions/pages/checkout/page-state.ts';
import { renderCheckout } from '#functions/pages/checkout/render-checkout.tsx';
import { stateReply } from '#functions/pages/checkout/state-reply.ts';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import { RawReply } from '#shared/platform/http/call.ts';
import { readScripts } from '../states/read-scripts.ts';

/** The order's page, state and forms, answered by a test. */
export interface ServedPage {
  readonly baseUrl: string;
  readonly path: string;
  /** Every form that came, oldest first. */
  readonly forms: URLSearchParams[];
  /** How often the page itself was loaded. */
  readonly loads: () => number;
  stop(): Promise<void>;
}

export interface PageAnswers {
  /** What the order is like now. */
  readonly view: () => CheckoutView;
  /** Answers a form; a status alone is a reply that is no page. */
  readonly submit: (fields: URLSearchParams) => Remarks | number | Promise<Remarks | number>;
}

const TOKEN = 'token';

/** Serves one order's page with the production renderer and script, so that a test decides when and what is answered. */
export const servePage = async (
  demo: Pick<Demo, 'checkoutUrl'>,
  { view, submit }: PageAnswers,
): Promise<ServedPage> => {
  const scripts = await readScripts(demo.checkoutUrl);
  const forms: URLSearchParams[] = [];
  let loads = 0;
  const stateWith = (remarks: Remarks) => pageState(view(), 'en', { ...remarks, token: TOKEN });
  const answer = async (request: IncomingMessage): Promise<RawReply> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const script = scripts.files.get(pathname);
    if (script) return new RawReply(200, { 'content-type': 'text/javascript' }, script);
    if (request.method === 'POST') {
      const fields = new URLSearchParams(await text(request));
      forms.push(fields);
      const answered = await submit(fields);
      return typeof answered === 'number'
        ? new RawReply(answered, {}, '')
        : stateReply(stateWith(answered));
    }
    if (pathname.endsWith('/state'))
      return new RawReply(200, { 'content-type': 'application/json' }, JSON.stringify(view()));
    const go = searchParams.get('go') === '1' ? { go: true } : {};
    if (request.headers.accept === 'application/json') return stateReply(stateWith(go));
    loads += 1;
    return renderCheckout(stateWith(go), { scripts: scripts.addresses });
  };
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(request);
    response.writeHead(status, { ...headers });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    path: `/checkout/${TOKEN}`,
    forms,
    loads: () => loads,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
