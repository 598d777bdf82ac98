import { expect, test } from 'vitest';
import { callSignature, proofOfPossession } from '#shared/channels/grabpay/sign.ts';
import { describeVectors } from '#test/channels/support/vectors.ts';

interface Call {
  readonly method: string;
  readonly contentType: string;
  readonly date: string;
  readonly path: string;
  readonly rawBody: string;
  readonly partnerSecret: string;
}
interface Possession {
  readonly accessToken: string;
  readonly clientSecret: string;
  readonly unixSeconds: number;
}

describeVectors<Call>('grabpay-hmac-', (found) => {
  test.each(found)('$id', ({ input, expected }) => {
    expect(callSignature({ ...input, body: input.rawBody }, input.partnerSecret)).toBe(
      expected.hmac,
    );
  });
});

describeVectors<Possession>('grabpay-pop-', (found) => {
  test.each(found)('$id', ({ input, expected }) => {
    const now = new Date(input.unixSeconds * 1000);
    expect(proofOfPossession(input.accessToken, input.clientSecret, now)).toBe(expected.pop);
  });
});
