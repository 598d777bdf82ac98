import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { createWebhookSender } from '#shared/adapters/http/webhook-http.ts';
import { type Answer, startHttpServer, type TestServer } from '../../support/http-server.ts';

const running: TestServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

const serve = async (answer?: Answer): Promise<TestServer> => {
  const server = await startHttpServer(answer);
  running.push(server);
  return server;
};

const NEW_SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
const OTHER_SECRET = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;

const message = (url: string) => ({
  url,
  messageId: 'evt_01h455vb4pex5vsknk084sn02q',
  signedAt: new Date(),
  body: '{"type":"order.paid","data":{"name":"月卡"}}',
  secrets: [NEW_SECRET, OLD_SECRET],
});

describe('a webhook', () => {
  it('verifies with either live secret, and with no other', async () => {
    const server = await serve();
    const outcome = await createWebhookSender({ allowPrivateAddresses: true }).post(
      message(`${server.url}/hooks`),
    );
    expect(outcome).toEqual({ kind: 'answered', status: 200, body: 'ok' });
    const [received] = server.received;
    if (!received) throw new Error('nothing arrived');
    expect(received).toMatchObject({
      method: 'POST',
      path: '/hooks',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'webhook-id': 'evt_01h455vb4pex5vsknk084sn02q',
      },
    });
    for (const secret of [NEW_SECRET, OLD_SECRET]) {
      expect(new Webhook(secret).verify(received.body, received.headers)).toEqual({
        type: 'order.paid',
        data: { name: '月卡' },
      });
    }
    expect(() => new Webhook(OTHER_SECRET).verify(received.body, received.headers)).toThrow(
      WebhookVerificationError,
    );
    expect(() => new Webhook(NEW_SECRET).verify(`${received.body} `, received.headers)).toThrow(
      WebhookVerificationError,
    );
  });

  it('follows no redirect: the status is the answer', async () => {
    const target = await serve();
    const server = await serve((response) => {
      response.writeHead(307, { location: target.url }).end();
    });
    expect(
      await createWebhookSender({ allowPrivateAddresses: true }).post(message(server.url)),
    ).toMatchObject({ kind: 'answered', status: 307 });
    expect(target.received).toHaveLength(0);
  });

  it('reads at most 4 KB of the answer', async () => {
    const server = await serve((response) => {
      response.end('a'.repeat(100_000));
    });
    const outcome = await createWebhookSender({ allowPrivateAddresses: true }).post(
      message(server.url),
    );
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
    expect(outcome.kind === 'answered' && outcome.body).toHaveLength(4_096);
  });

  it('is answered once the status is there, even if the rest never comes', async () => {
    const server = await serve((response) => {
      response.writeHead(204 + 1);
      response.write('half');
    });
    expect(
      await createWebhookSender({ allowPrivateAddresses: true, timeoutMillis: 200 }).post(
        message(server.url),
      ),
    ).toEqual({ kind: 'answered', status: 205, body: 'half' });
  });

  it('fails when nobody answers', async () => {
    const server = await serve(() => {});
    expect(
      await createWebhookSender({ allowPrivateAddresses: true, timeoutMillis: 200 }).post(
        message(server.url),
      ),
    ).toMatchObject({ kind: 'failed' });
  });

  it('is not sent to an address that is not public', async () => {
    const server = await serve();
    expect(
      await createWebhookSender({ allowPrivateAddresses: false }).post(message(server.url)),
    ).toMatchObject({ kind: 'failed', detail: expect.stringContaining('not public') });
    expect(server.connections()).toBe(0);
  });
});
