import { createHash } from 'node:crypto';
import { TypeID } from 'typeid-js';
import { describe, expect, it } from 'vitest';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { ID_PREFIXES, type IdKind, orderIdSchema } from '#shared/domain/identity/ids.ts';
import { replayChoices } from './choices.ts';
import { Simulation } from './simulation.ts';

/** What `look` sees in each of `processes` processes, one after another. */
const inProcesses = async <Seen>(
  processes: number,
  look: (runtime: Runtime) => Promise<Seen>,
  seed = 0,
): Promise<Seen[]> => {
  const simulation = new Simulation({ choices: replayChoices([seed]) });
  const seen: Seen[] = [];
  for (let index = 0; index < processes; index += 1) {
    simulation.spawn('worker', async (process) => {
      seen.push(await look(process.runtime()));
    });
  }
  await simulation.run();
  return seen;
};

const KINDS = Object.keys(ID_PREFIXES) as IdKind[];

describe('ids of a simulation', () => {
  it('are valid TypeIDs of their kind with a UUIDv7 in them', async () => {
    const [ids = []] = await inProcesses(1, async ({ newId }) =>
      KINDS.map((kind) => ({ kind, id: newId(kind) })),
    );
    for (const { kind, id } of ids) {
      expect(TypeID.fromString(id).getType()).toBe(ID_PREFIXES[kind]);
      expect(TypeID.fromString(id).toUUID()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7...-[89ab]/);
    }
  });

  it('tell the virtual time they were made at', async () => {
    const [ids = []] = await inProcesses(1, async ({ newId, now, pause }) => {
      await pause(86_400_000);
      return [{ id: newId('event'), millis: now().getTime() }];
    });
    for (const { id, millis } of ids) {
      const hex = TypeID.fromString(id).toUUID().replaceAll('-', '');
      expect(Number.parseInt(hex.slice(0, 12), 16)).toBe(millis);
    }
  });

  it('of orders end in 00', async () => {
    const [id = ''] = await inProcesses(1, async ({ newId }) => newId('order'));
    expect(orderIdSchema.parse(id)).toMatch(/00$/);
  });

  it('are in the order of time, and of one process in the order they were made', async () => {
    const [ids = []] = await inProcesses(1, async ({ newId, pause }) => {
      const made: string[] = [];
      for (let index = 0; index < 300; index += 1) {
        if (index % 100 === 99) await pause(1);
        made.push(newId('order'), newId('order'));
      }
      return made;
    });
    expect(ids).toEqual(ids.toSorted());
  });

  it('are never the same twice', async () => {
    const ids = await inProcesses(300, async ({ newId }) =>
      Array.from({ length: 20 }, () => newId('order')),
    );
    expect(new Set(ids.flat()).size).toBe(6_000);
  });

  it('are the same in the same run, and others in another', async () => {
    const idOf = (seed: number) => inProcesses(2, async ({ newId }) => newId('event'), seed);
    expect(await idOf(5)).toEqual(await idOf(5));
    expect(await idOf(5)).not.toEqual(await idOf(6));
  });
});

describe('the rest of a simulated runtime', () => {
  it('hashes as the real one does', async () => {
    const real = createHash('sha256').update('card 卡').digest('hex');
    expect(await inProcesses(1, async ({ sha256 }) => sha256('card 卡'))).toEqual([real]);
  });

  it('makes secrets of the length that was asked for, each another', async () => {
    const [secrets = []] = await inProcesses(1, async ({ newSecret }) => [
      newSecret(),
      newSecret(),
      newSecret(32),
    ]);
    expect(secrets.map((secret) => Buffer.from(secret, 'base64url').length)).toEqual([24, 24, 32]);
    expect(secrets[0]).not.toBe(secrets[1]);
  });

  it('draws uniform numbers', async () => {
    const [drawn = []] = await inProcesses(1, async ({ random }) =>
      Array.from({ length: 2_000 }, () => random()),
    );
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(drawn.reduce((sum, number) => sum + number, 0) / drawn.length).toBeCloseTo(0.5, 1);
  });
});
