import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ENV } from '#shared/contract/environment.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
  const variables = {
    ...dynamo.environment,
    [ENV.deviceCookieSecret]: 'device-secret-of-the-tests',
    [ENV.sealingKey]: 'file:/dev/null',
    [ENV.callbacksBaseUrl]: 'http://127.0.0.1',
    [ENV.followUpsQueueUrl]: 'http://127.0.0.1/follow-ups',
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await dynamo.stop();
});

const services = async () => {
  const { checkoutServices } = await import('#functions/wiring/checkout-services.ts');
  const { stepServices } = await import('#functions/wiring/step-services.ts');
  return [checkoutServices('checkout'), stepServices('checkout')];
};

it('every function that buyers call counts what they do, and knows their devices', async () => {
  for (const { deps, deviceSecret } of await services()) {
    expect(deviceSecret).toBe('device-secret-of-the-tests');
    const use = {
      limit: 'code_by_token',
      of: 'token',
      window: 1,
      endsAt: later(60),
      uses: 2,
    } as const;
    await deps.limiter.take(use);
  }
  const [first] = await services();
  const use = {
    limit: 'code_by_token',
    of: 'token',
    window: 1,
    endsAt: later(60),
    uses: 2,
  } as const;
  expect(await first?.deps.limiter.take(use)).toBe('used_up');
});

it('none starts without the secret', async () => {
  vi.stubEnv(ENV.deviceCookieSecret, '');
  await expect(services()).rejects.toThrow(ENV.deviceCookieSecret);
});
