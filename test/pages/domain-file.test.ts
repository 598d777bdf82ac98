import { describe, expect, it } from 'vitest';
import { DOMAIN_FILE_URL, readDomainFile } from '#functions/pages/domain-file/read-domain-file.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { replyText, scriptedHttp, TIMED_OUT } from '#test/channels/support/scripted-http.ts';
import { anApi } from '#test/support/http-call.ts';

const PATH = '/.well-known/apple-developer-merchantid-domain-association';
const FILE = '7B22707370496422';

const aSite = (...replies: readonly ProviderResponse[]) => {
  const http = scriptedHttp(...replies);
  let millis = Date.parse('2026-03-01T12:00:00Z');
  const get = anApi([
    readDomainFile({ http, address: () => DOMAIN_FILE_URL, now: () => new Date(millis) }),
  ]);
  return {
    http,
    read: () => get({ method: 'GET', path: PATH }),
    wait: (hours: number) => {
      millis += hours * 3_600_000;
    },
  };
};

describe("Apple's question whether its button may be shown on this site", () => {
  it('is answered with the file that Stripe publishes, as it is', async () => {
    const { http, read } = aSite(replyText(`${FILE}\n`));
    expect(await read()).toMatchObject({
      status: 200,
      text: `${FILE}\n`,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
    expect(http.requests.map(({ url }) => url)).toEqual([DOMAIN_FILE_URL]);
  });

  it('asks Stripe once a day', async () => {
    const { http, read, wait } = aSite(replyText(FILE), replyText('7B22'));
    await read();
    wait(23);
    expect((await read()).text).toBe(FILE);
    expect(http.requests).toHaveLength(1);
    wait(2);
    expect((await read()).text).toBe('7B22');
  });

  it.each([
    ['nothing in time', TIMED_OUT],
    ['an error', replyText('no', 500)],
    ['a redirect', replyText('', 302)],
    ['a page', replyText('<!doctype html><title>Sorry</title>')],
    ['nothing', replyText(' ')],
  ])('gives no other answer for the file when Stripe says %s', async (_, reply) => {
    const { read } = aSite(reply);
    const { status, text } = await read();
    expect(status).toBe(502);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'provider_error' } });
  });

  it("keeps to yesterday's copy while Stripe does not answer", async () => {
    const { read, wait } = aSite(replyText(FILE), TIMED_OUT);
    await read();
    wait(30);
    expect(await read()).toMatchObject({ status: 200, text: FILE });
  });
});
