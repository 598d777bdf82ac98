import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '#infra/local/emulators/free-port.ts';

test('no port is given to two, though nobody listens on any of them yet', async () => {
  const ports = await Promise.all(Array.from({ length: 400 }, () => freePort()));
  expect(new Set(ports).size).toBe(ports.length);
});

test('a preferred port is given whenever it is free, and another one when it is not', async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  expect(await freePort(port)).not.toBe(port);
  await new Promise((resolve) => {
    server.close(resolve);
  });
});
