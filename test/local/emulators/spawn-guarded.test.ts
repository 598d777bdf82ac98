import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { spawnGuarded } from '#infra/local/emulators/spawn-guarded.ts';
import { until } from '../support/until.ts';

const log = openSync('/dev/null', 'a');
const MODULE = new URL('../../../infra/local/emulators/spawn-guarded.ts', import.meta.url).href;

/** A program that stays connected for as long as it lives. */
const program = (port: number) => [
  '-e',
  `require('node:net').connect(${port}, '127.0.0.1'); setInterval(() => {}, 1000);`,
];

/** Counts the programs that live. */
const countConnections = async () => {
  let alive = 0;
  const server = createServer((socket) => {
    alive += 1;
    socket.on('error', () => {});
    socket.once('close', () => {
      alive -= 1;
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    port: address.port,
    are: (count: number) =>
      until(`${count} programs live`, () => (alive === count ? true : undefined)),
    close: () => server.close(),
  };
};

it('stop ends the program', async () => {
  const programs = await countConnections();
  const guarded = spawnGuarded(process.execPath, program(programs.port), log);
  await programs.are(1);
  await guarded.stop();
  await programs.are(0);
  programs.close();
});

it('the program ends when its parent is killed', async () => {
  const programs = await countConnections();
  const parent = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { spawnGuarded } from '${MODULE}';
     spawnGuarded(process.execPath, ${JSON.stringify(program(programs.port))}, 1);`,
  ]);
  await programs.are(1);
  parent.kill('SIGKILL');
  await programs.are(0);
  programs.close();
});

it('tells with which code the program ended by itself', async () => {
  const guarded = spawnGuarded(process.execPath, ['-e', 'process.exit(7)'], log);
  expect(await guarded.ended).toBe(7);
});
