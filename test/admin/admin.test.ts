import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeyAuthenticator } from '#shared/adapters/dynamodb/authenticate.ts';
import { createKeyFile } from '#shared/adapters/kms/key-file.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
let directory: string;
let stack: string;
beforeAll(async () => {
  dynamo = await startDynamo();
  directory = await mkdtemp(join(tmpdir(), 'arteria-admin-'));
  stack = join(directory, 'stack.json');
  const keyFile = join(directory, 'sealing.key');
  await createKeyFile(keyFile);
  await writeFile(
    stack,
    JSON.stringify({
      dynamoDbEndpoint: dynamo.endpoint,
      region: 'us-east-1',
      merchantsTable: dynamo.tables.merchants,
      sealingKey: `file:${keyFile}`,
      sqsEndpoint: 'http://127.0.0.1:1',
      queueUrls: [],
    }),
  );
});
afterAll(async () => {
  await dynamo.stop();
  await rm(directory, { recursive: true, force: true });
});

const admin = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['infra/admin/admin.ts', ...args, '--stack', stack],
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
const json = async (...args: string[]) => JSON.parse((await admin(...args, '--json')).out);
const whoIs = (secret: string) =>
  apiKeyAuthenticator({ documents: dynamo.documents, tableName: dynamo.tables.merchants })(secret);

describe('the admin command', () => {
  it('makes a merchant and a key that opens exactly that merchant’s mode', async () => {
    const merchant = await json('merchants', 'create', '--name', '小店');
    const key = await json('keys', 'create', '--merchant', merchant.id, '--mode', 'test');
    expect(key.secret).toMatch(/^sk_test_[\w-]{43}$/);
    expect(await whoIs(key.secret)).toEqual({
      tenant: { merchantId: merchant.id, mode: 'test' },
      keyId: key.id,
    });
    expect(await whoIs(key.secret.replace('sk_test_', 'sk_live_'))).toBeUndefined();
    expect(await json('merchants', 'list')).toContainEqual(
      expect.objectContaining({ id: merchant.id, name: '小店' }),
    );
  });

  it('shows a key’s text once and stores only its hash', async () => {
    const merchant = await json('merchants', 'create', '--name', 'A');
    const { secret } = await json('keys', 'create', '--merchant', merchant.id, '--mode', 'live');
    const listed = await admin('keys', 'list', '--merchant', merchant.id);
    expect(listed.out).toContain('sk_live_');
    expect(listed.out).not.toContain(secret);
  });

  it('rotates with an overlap in which both keys work, and revokes at once', async () => {
    const merchant = await json('merchants', 'create', '--name', 'B');
    const old = await json('keys', 'create', '--merchant', merchant.id, '--mode', 'live');
    const next = await json('keys', 'rotate', '--merchant', merchant.id, '--key', old.id);
    expect(await whoIs(old.secret)).toBeDefined();
    expect(await whoIs(next.secret)).toBeDefined();
    await json('keys', 'revoke', '--merchant', merchant.id, '--key', old.id);
    expect(await whoIs(old.secret)).toBeUndefined();
    expect(await whoIs(next.secret)).toBeDefined();
  });

  it('says what is wrong and ends with a code that is not 0', async () => {
    expect(await admin('merchants', 'destroy')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no command'),
    });
    expect(await admin('keys', 'create', '--merchant', 'x', '--mode', 'test')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--merchant must be'),
    });
    expect(await admin('keys', 'create', '--merchnat', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('merchnat'),
    });
    expect(
      await admin(
        'keys',
        'revoke',
        '--merchant',
        'mer_01h455vb4pex5vsknk084sn02q',
        '--key',
        'key_01h455vb4pex5vsknk084sn02q',
      ),
    ).toMatchObject({ code: 1, err: 'No such API key.\n' });
    expect((await admin('help')).out).toContain('merchants create');
  });
});
