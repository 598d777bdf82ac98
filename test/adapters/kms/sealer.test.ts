import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeyFile } from '#shared/adapters/kms/key-file.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import type { SealContext } from '#shared/domain/stock/sealed.ts';

const context: SealContext = {
  merchantId: 'mer_01jzq0000000000000000000000',
  kind: 'card',
  id: 'card_01jzq000000000000000000000',
};
const secret = 'ABCD-1234 卡密';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'arteria-sealer-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const keyFile = async (name: string): Promise<string> => {
  const path = join(directory, name);
  await createKeyFile(path);
  return path;
};

describe('sealing with a key file', () => {
  test('what was sealed is opened by another process that has the same key', async () => {
    const key = `file:${await keyFile('same')}`;
    const sealed = (await createSealer(key).newDataKey()).seal(secret, context);
    expect(await createSealer(key).open(sealed, context)).toBe(secret);
  });

  test('the stored bytes do not contain the plain text, and sealing twice gives different bytes', async () => {
    const dataKey = await createSealer(`file:${await keyFile('bytes')}`).newDataKey();
    const first = dataKey.seal(secret, context);
    const second = dataKey.seal(secret, context);
    expect(Buffer.from(first.data).includes(Buffer.from('ABCD'))).toBe(false);
    expect(Buffer.from(first.data).equals(Buffer.from(second.data))).toBe(false);
  });

  test.each([
    ['another merchant', { merchantId: 'mer_01jzq0000000000000000000001' }],
    ['another kind', { kind: 'channel_credentials' as const }],
    ['another id', { id: 'card_01jzq000000000000000000001' }],
  ])('a value moved to %s does not open', async (_title, change) => {
    const sealer = createSealer(`file:${await keyFile('moved')}`);
    const sealed = (await sealer.newDataKey()).seal(secret, context);
    await expect(sealer.open(sealed, { ...context, ...change })).rejects.toThrow(/cannot open/);
  });

  test('one flipped bit anywhere in the value or its key is noticed', async () => {
    const sealer = createSealer(`file:${await keyFile('flipped')}`);
    const sealed = (await sealer.newDataKey()).seal('x', context);
    for (const field of ['data', 'wrappedKey'] as const) {
      for (let index = 0; index < sealed[field].length; index += 1) {
        const bytes = Uint8Array.from(sealed[field]);
        bytes[index] = (bytes[index] ?? 0) ^ 1;
        await expect(sealer.open({ ...sealed, [field]: bytes }, context)).rejects.toThrow();
      }
    }
  });

  test('another deployment cannot open it', async () => {
    const sealed = (await createSealer(`file:${await keyFile('ours')}`).newDataKey()).seal(
      secret,
      context,
    );
    const theirs = createSealer(`file:${await keyFile('theirs')}`);
    await expect(theirs.open(sealed, context)).rejects.toThrow();
  });

  test('a lost or damaged key file is an error and never a new key', async () => {
    await expect(createSealer(`file:${directory}/lost`).newDataKey()).rejects.toThrow(/ENOENT/);
    await writeFile(join(directory, 'short'), 'too short');
    await expect(createSealer(`file:${directory}/short`).newDataKey()).rejects.toThrow(/32/);
  });

  test('processes that create the key file at once agree on one key that only its owner can read', async () => {
    const path = join(directory, 'raced');
    await Promise.all(Array.from({ length: 8 }, () => createKeyFile(path)));
    const sealed = (await createSealer(`file:${path}`).newDataKey()).seal(secret, context);
    await createKeyFile(path);
    expect(await createSealer(`file:${path}`).open(sealed, context)).toBe(secret);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('no error shows the plain text', async () => {
    const sealer = createSealer(`file:${await keyFile('errors')}`);
    const sealed = (await sealer.newDataKey()).seal(secret, context);
    const error = await sealer
      .open(sealed, { ...context, id: 'x' })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(`${(error as Error).stack} ${String((error as Error).cause)}`).not.toContain('ABCD');
  });
});

interface KmsCall {
  readonly operation: string;
  readonly body: Record<string, unknown>;
}

/** KMS on the wire: wraps a data key by reversing it, and refuses a context other than the one of the wrapping. */
const startKms = async () => {
  const calls: KmsCall[] = [];
  const dataKey = Buffer.alloc(32, 7);
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      calls.push({ operation, body });
      const blob = Buffer.from(`wrapped ${JSON.stringify(body.EncryptionContext)}`);
      const matches = operation !== 'Decrypt' || body.CiphertextBlob === blob.toString('base64');
      response.writeHead(matches ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(
        JSON.stringify(
          matches
            ? { Plaintext: dataKey.toString('base64'), CiphertextBlob: blob.toString('base64') }
            : { __type: 'InvalidCiphertextException' },
        ),
      );
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    calls,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
};

describe('sealing with KMS', () => {
  const arn = 'arn:aws:kms:eu-west-1:123456789012:key/mrk-0a1b';
  let kms: Awaited<ReturnType<typeof startKms>>;
  beforeAll(async () => {
    kms = await startKms();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_KMS: kms.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });
  afterAll(() => kms.stop());

  test('ten thousand values of one data key cost one call, and the context names the deployment', async () => {
    kms.calls.length = 0;
    const dataKey = await createSealer(arn).newDataKey();
    for (let index = 0; index < 10_000; index += 1) dataKey.seal(`card ${index}`, context);
    expect(kms.calls).toEqual([
      {
        operation: 'GenerateDataKey',
        body: {
          KeyId: arn,
          KeySpec: 'AES_256',
          EncryptionContext: { service: 'arteria', deployment: 'key/mrk-0a1b' },
        },
      },
    ]);
  });

  test('opening many values of one data key at once asks KMS once, and again after five minutes', async () => {
    const sealed = (await createSealer(arn).newDataKey()).seal(secret, context);
    kms.calls.length = 0;
    let nowMillis = 0;
    const sealer = createSealer(arn, () => nowMillis);
    const opened = await Promise.all(
      Array.from({ length: 64 }, () => sealer.open(sealed, context)),
    );
    expect(new Set(opened)).toEqual(new Set([secret]));
    expect(kms.calls.map((call) => call.operation)).toEqual(['Decrypt']);
    nowMillis = 299_000;
    await sealer.open(sealed, context);
    expect(kms.calls).toHaveLength(1);
    nowMillis = 300_000;
    await sealer.open(sealed, context);
    expect(kms.calls).toHaveLength(2);
  });

  test('a value of another deployment is refused by KMS, and the refusal is not remembered', async () => {
    const sealed = (await createSealer(arn).newDataKey()).seal(secret, context);
    const other = createSealer(arn.replace('mrk-0a1b', 'mrk-ffff'));
    kms.calls.length = 0;
    await expect(other.open(sealed, context)).rejects.toThrow();
    await expect(other.open(sealed, context)).rejects.toThrow();
    expect(kms.calls).toHaveLength(2);
  });
});
