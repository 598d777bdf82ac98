import { describe, expect, it } from 'vitest';
import { liveSecrets, type WebhookSecret, wantsEvent } from '#shared/domain/webhooks/endpoint.ts';
import { DISABLE_AFTER_DAYS, judgeEndpoint } from '#shared/domain/webhooks/endpoint-health.ts';
import { rotateSecret } from '#shared/domain/webhooks/rotate-secret.ts';
import { webhookSecretText } from '#shared/domain/webhooks/secret-text.ts';
import { later, NOW } from '#test/support/builders.ts';
import { anEndpoint } from '#test/support/webhook-builders.ts';

const DAY_SECONDS = 86_400;
const sealed = (mark: number): WebhookSecret['sealed'] => ({
  wrappedKey: new Uint8Array([mark]),
  data: new Uint8Array([mark]),
});
const marks = (secrets: readonly WebhookSecret[]) => secrets.map(({ sealed: { data } }) => data[0]);

describe('an endpoint', () => {
  it('hears what it subscribed to, and everything with a star', () => {
    const some = anEndpoint(undefined, { subscription: ['order.paid', 'stock.low'] });
    expect(wantsEvent(some, 'order.paid')).toBe(true);
    expect(wantsEvent(some, 'order.delivered')).toBe(false);
    expect(wantsEvent(anEndpoint(), 'order.delivered')).toBe(true);
  });

  it('hears nothing while it is disabled', () => {
    const disabled = anEndpoint(undefined, {
      disabled: { reason: 'merchant', at: NOW.toISOString() },
    });
    expect(wantsEvent(disabled, 'order.paid')).toBe(false);
  });
});

describe('a rotation', () => {
  const rotate = (endpoint: Parameters<typeof rotateSecret>[0], mark: number, seconds: number) =>
    rotateSecret(endpoint, {
      sealed: sealed(mark),
      now: later(seconds),
      overlapEndsAt: later(seconds + 3_600),
    });
  const first = anEndpoint(undefined, {
    secrets: [{ sealed: sealed(1), createdAt: NOW.toISOString() }],
  });

  it('signs with both secrets, the new one first, until the overlap is over', () => {
    const rotated = rotate(first, 2, 0);
    expect(marks(liveSecrets(rotated, NOW))).toEqual([2, 1]);
    expect(marks(liveSecrets(rotated, later(3_599)))).toEqual([2, 1]);
    expect(marks(liveSecrets(rotated, later(3_600)))).toEqual([2]);
  });

  it('that is repeated keeps the secret that receivers use, and its end', () => {
    const repeated = rotate(rotate(first, 2, 0), 3, 600);
    expect(marks(liveSecrets(repeated, later(600)))).toEqual([3, 1]);
    expect(marks(liveSecrets(repeated, later(3_600)))).toEqual([3]);
  });

  it('after the overlap puts the present secret second', () => {
    const again = rotate(rotate(first, 2, 0), 3, 7_200);
    expect(marks(again.secrets)).toEqual([3, 2]);
  });

  it('without an overlap ends the old secret at once', () => {
    const rotated = rotateSecret(first, { sealed: sealed(2), now: NOW, overlapEndsAt: NOW });
    expect(marks(liveSecrets(rotated, NOW))).toEqual([2]);
  });
});

describe("an endpoint's health", () => {
  const failing = anEndpoint(undefined, { failingSince: NOW.toISOString() });

  it('needs no write while all is well', () => {
    expect(judgeEndpoint(anEndpoint(), 'delivered', NOW)).toBeUndefined();
  });

  it('remembers the first failure, not the next ones', () => {
    expect(judgeEndpoint(anEndpoint(), 'failed', NOW)).toMatchObject({
      failingSince: NOW.toISOString(),
      version: 2,
    });
    expect(judgeEndpoint(failing, 'failed', later(60))).toBeUndefined();
  });

  it('is good again after one success', () => {
    expect(judgeEndpoint(failing, 'delivered', later(60))?.failingSince).toBeUndefined();
    expect(judgeEndpoint(failing, 'delivered', later(60))?.disabled).toBeUndefined();
  });

  it(`disables after ${DISABLE_AFTER_DAYS} days of only failures, not earlier`, () => {
    const limit = DISABLE_AFTER_DAYS * DAY_SECONDS;
    expect(judgeEndpoint(failing, 'failed', later(limit - 1))).toBeUndefined();
    expect(judgeEndpoint(failing, 'failed', later(limit))?.disabled).toEqual({
      reason: 'failing',
      at: later(limit).toISOString(),
    });
  });

  it('disables at once what says that it is gone', () => {
    expect(judgeEndpoint(anEndpoint(), 'gone', NOW)?.disabled?.reason).toBe('gone');
  });

  it('of a disabled endpoint does not change', () => {
    const disabled = anEndpoint(undefined, {
      failingSince: NOW.toISOString(),
      disabled: { reason: 'merchant', at: NOW.toISOString() },
    });
    for (const verdict of ['delivered', 'failed', 'gone'] as const) {
      expect(judgeEndpoint(disabled, verdict, later(10 * DAY_SECONDS))).toBeUndefined();
    }
  });
});

describe('a secret', () => {
  it('is whsec_ and standard base64', () => {
    expect(webhookSecretText('ab-_')).toBe('whsec_ab+/');
  });
});
