import { expect, test } from 'vitest';
import { verdictOf } from '#shared/channels/stripe/sign.ts';
import { describeVectors } from '#test/channels/support/vectors.ts';

interface Input {
  readonly headers: { readonly 'Stripe-Signature': string };
  readonly rawBody: string;
  readonly secret: string;
  readonly nowEpochSeconds: number;
}

describeVectors<Input>('stripe-', (found) => {
  test.each(found)('$id', ({ input, expected }) => {
    const verdict = verdictOf(input.headers['Stripe-Signature'], Buffer.from(input.rawBody), {
      secret: input.secret,
      now: new Date(input.nowEpochSeconds * 1000),
    });
    expect(verdict === 'valid').toBe(expected.verify);
  });
});
