import type { PresentCheckoutDeps } from '#shared/application/checkout/present-checkout.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import type { BoundRoute } from '#shared/platform/http/bound-route.ts';
import { anApi, type HttpReply, type HttpRequest } from '#test/support/http-call.ts';
import { openSealer } from '../application/support/a-till.ts';

/** Opens cards as a text that names them. */
export const cardOpener: Sealer = {
  ...openSealer,
  open: async (sealed, context) =>
    context.kind === 'card' ? `secret of ${context.id}` : openSealer.open(sealed, context),
};

export const withCards = <Deps extends Pick<PresentCheckoutDeps, 'sealer'>>(deps: Deps): Deps => ({
  ...deps,
  sealer: cardOpener,
});

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A browser in front of some routes: it keeps its cookies and sends forms of our own page. */
export const aBrowser = (routes: readonly BoundRoute[], { userAgent = FIREFOX } = {}) => {
  const api = anApi(routes, { deviceSecret: 'device-secret-of-the-tests' });
  const jar = new Map<string, string>();
  const send = async (request: HttpRequest): Promise<HttpReply> => {
    const reply = await api({
      ...request,
      headers: { 'user-agent': userAgent, ...request.headers },
      cookies: [...jar].map(([name, value]) => `${name}=${value}`),
    });
    for (const cookie of reply.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    return reply;
  };
  return {
    send,
    cookies: jar,
    open: (path: string, query = '') => send({ method: 'GET', path, query }),
    submit: (
      path: string,
      fields: Record<string, string>,
      { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
    ) =>
      send({
        method: 'POST',
        path,
        query,
        headers: { ...FORM, ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send({ method: 'POST', path, body, headers }),
  };
};
