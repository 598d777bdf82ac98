import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeyAuthenticator } from '#shared/adapters/dynamodb/authenticate.ts';
import { dynamoMerchantStore } from '#shared/adapters/dynamodb/merchant-store.ts';
import { createApiKey } from '#shared/application/merchants/create-api-key.ts';
import { createMerchant } from '#shared/application/merchants/create-merchant.ts';
import { revokeApiKey, rotateApiKey } from '#shared/application/merchants/end-api-key.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import type { Mode } from '#shared/domain/identity/tenant.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

const sealer: Sealer = {
  newDataKey: async () => ({
    seal: (plaintext) => ({
      wrappedKey: new Uint8Array([1]),
      data: Buffer.from(plaintext).reverse(),
    }),
  }),
  open: async () => {
    throw new Error('nothing is opened here');
  },
};

let dynamo: Dynamo;
let table: Parameters<typeof dynamoMerchantStore>[0];
beforeAll(async () => {
  dynamo = await startDynamo();
  table = { documents: dynamo.documents, tableName: dynamo.tables.merchants };
});
afterAll(() => dynamo.stop());

/** A merchant, and everything with a clock that the test turns. */
const aMerchant = async () => {
  let now = NOW;
  const runtime = { ...systemRuntime, now: () => now };
  const deps = { merchants: dynamoMerchantStore(table), sealer, runtime };
  const merchant = await createMerchant(deps, { name: '小店' });
  return {
    deps,
    merchant,
    whoIs: apiKeyAuthenticator(table, () => now),
    newKey: (mode: Mode = 'live') =>
      createApiKey(deps, { merchantId: merchant.id, mode, label: 'server' }),
    turnTo: (at: Date) => {
      now = at;
    },
  };
};

describe('an API key', () => {
  it.each(['test', 'live'] as const)('opens its merchant in %s mode', async (mode) => {
    const { merchant, newKey, whoIs } = await aMerchant();
    const { key, secret } = await newKey(mode);
    expect(secret).toMatch(new RegExp(`^sk_${mode}_[A-Za-z0-9_-]{43}$`));
    expect(await whoIs(secret)).toEqual({
      tenant: { merchantId: merchant.id, mode },
      keyId: key.id,
    });
  });

  it('opens nothing when one character differs, when its mode is changed, or when it is its hash', async () => {
    const { newKey, whoIs } = await aMerchant();
    const { key, secret } = await newKey('test');
    const last = secret.endsWith('A') ? 'B' : 'A';
    for (const wrong of [
      `${secret.slice(0, -1)}${last}`,
      secret.replace('sk_test_', 'sk_live_'),
      `sk_test_${key.hash}`,
      key.hash,
      '',
    ]) {
      expect(await whoIs(wrong)).toBeUndefined();
    }
  });

  it('is stored nowhere, only its hash and first characters', async () => {
    const { newKey } = await aMerchant();
    const { secret, key } = await newKey();
    const { Items = [] } = await table.documents.send(
      new ScanCommand({ TableName: table.tableName }),
    );
    const stored = JSON.stringify(Items);
    expect(stored).toContain(key.hash);
    expect(stored).not.toContain(secret.slice(16));
  });

  it('opens nothing ten seconds after its revocation, in a process that just used it', async () => {
    const { deps, merchant, newKey, whoIs, turnTo } = await aMerchant();
    const { key, secret } = await newKey();
    expect(await whoIs(secret)).toBeDefined();
    await revokeApiKey(deps, { merchantId: merchant.id, keyId: key.id });
    turnTo(later(10));
    expect(await whoIs(secret)).toBeUndefined();
  });

  it('opens nothing at once in a process that did not use it', async () => {
    const { deps, merchant, newKey, whoIs } = await aMerchant();
    const { key, secret } = await newKey();
    await revokeApiKey(deps, { merchantId: merchant.id, keyId: key.id });
    expect(await whoIs(secret)).toBeUndefined();
  });

  it('that was rotated works until the overlap ends, to the second, and its successor on', async () => {
    const { deps, merchant, newKey, whoIs, turnTo } = await aMerchant();
    const { key, secret } = await newKey('test');
    const { secret: successor } = await rotateApiKey(deps, {
      merchantId: merchant.id,
      keyId: key.id,
      overlapHours: 1,
    });
    expect(successor).toMatch(/^sk_test_/);
    turnTo(later(3_599));
    expect([await whoIs(secret), await whoIs(successor)]).not.toContain(undefined);
    turnTo(later(3_600));
    expect(await whoIs(secret)).toBeUndefined();
    expect(await whoIs(successor)).toBeDefined();
  });

  it('that is made after a refusal is believed at once: refusals are not remembered', async () => {
    const { deps, newKey, whoIs } = await aMerchant();
    const foretold = systemRuntime.newSecret(32);
    expect(await whoIs(`sk_live_${foretold}`)).toBeUndefined();
    deps.runtime.newSecret = () => foretold;
    await newKey();
    expect(await whoIs(`sk_live_${foretold}`)).toBeDefined();
  });

  it('is not read from the table for every call', async () => {
    const { newKey, turnTo } = await aMerchant();
    const { secret } = await newKey();
    let reads = 0;
    let now = NOW;
    const counting = {
      send: (command: never) => {
        reads += 1;
        return table.documents.send(command);
      },
    } as unknown as typeof table.documents;
    const whoIs = apiKeyAuthenticator({ ...table, documents: counting }, () => now);
    for (let call = 0; call < 5; call += 1) await whoIs(secret);
    expect(reads).toBe(1);
    now = later(10);
    turnTo(now);
    await whoIs(secret);
    expect(reads).toBe(2);
  });
});

describe('merchants', () => {
  it('are listed with their keys, which tell nothing that opens anything', async () => {
    const { deps, merchant, newKey } = await aMerchant();
    const { key } = await newKey();
    expect((await deps.merchants.list()).map(({ id }) => id)).toContain(merchant.id);
    expect(await deps.merchants.listKeys(merchant.id)).toEqual([key]);
  });

  it('have a sealed fingerprint key, each their own', async () => {
    const [one, two] = [await aMerchant(), await aMerchant()];
    const read = async ({ deps, merchant }: typeof one) =>
      Buffer.from((await deps.merchants.read(merchant.id))?.fingerprintKey.data ?? []);
    expect((await read(one)).length).toBeGreaterThan(32);
    expect((await read(one)).equals(await read(two))).toBe(false);
  });

  it('that do not exist get no key', async () => {
    const { deps } = await aMerchant();
    const request = {
      merchantId: systemRuntime.newId('merchant'),
      mode: 'live',
      label: '',
    } as const;
    await expect(createApiKey(deps, request)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('cannot end a key of another merchant', async () => {
    const [one, two] = [await aMerchant(), await aMerchant()];
    const { key, secret } = await one.newKey();
    const request = { merchantId: two.merchant.id, keyId: key.id };
    await expect(revokeApiKey(two.deps, request)).rejects.toMatchObject({ code: 'not_found' });
    expect(await one.whoIs(secret)).toBeDefined();
  });

  it('see the end that a key really has: a rotation does not bring a revoked key back', async () => {
    const { deps, merchant, newKey, whoIs, turnTo } = await aMerchant();
    const { key, secret } = await newKey();
    const request = { merchantId: merchant.id, keyId: key.id };
    await revokeApiKey(deps, request);
    turnTo(later(60));
    await expect(rotateApiKey(deps, { ...request, overlapHours: 24 })).rejects.toMatchObject({
      code: 'state_conflict',
    });
    expect(await revokeApiKey(deps, request)).toMatchObject({ endsAt: NOW.toISOString() });
    expect(await whoIs(secret)).toBeUndefined();
  });
});
