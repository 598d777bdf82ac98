import { createPublicKey } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { ALGORITHM, signedText, verifyTransmission } from '#shared/channels/paypal/sign.ts';
import { describeVectors } from '#test/channels/support/vectors.ts';

interface Input {
  readonly headers: Readonly<Record<string, string>>;
  readonly webhookId: string;
  readonly rawBody: string;
  readonly publicKeyPem?: string;
}

describeVectors<Input>('paypal-', (found) => {
  test.each(found)('$id', ({ input, expected }) => {
    const { headers, webhookId } = input;
    const body = Buffer.from(input.rawBody);
    const transmission = {
      id: headers['paypal-transmission-id'] ?? '',
      time: headers['paypal-transmission-time'] ?? '',
      signature: headers['paypal-transmission-sig'] ?? '',
    };
    if (!input.publicKeyPem) {
      // Its certificate is published nowhere: only what is signed can be compared.
      expect(signedText(transmission, webhookId, body)).toBe(
        `${transmission.id}|${transmission.time}|${webhookId}|${crc32(body)}`,
      );
      return;
    }
    const key = createPublicKey(input.publicKeyPem);
    const isTaken =
      headers['paypal-auth-algo'] === ALGORITHM &&
      verifyTransmission(transmission, { webhookId, body, key });
    expect(isTaken).toBe(expected.verify);
  });
});
