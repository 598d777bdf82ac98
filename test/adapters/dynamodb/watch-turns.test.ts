import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoWatchList } from '#shared/adapters/dynamodb/watch-list.ts';
import { dynamoWatchTurns } from '#shared/adapters/dynamodb/watch-turns.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

const table = () => ({ documents: dynamo.documents, tableName: dynamo.tables.channels });
const anAccount = () => ({ channelId: systemRuntime.newId('channel'), account: 'tron TX1' });
const turn = (holder: string, from = 0) => ({ holder, now: later(from), until: later(from + 30) });

describe('the list of watched channels', () => {
  test('has each channel once, of every tenant', async () => {
    const list = dynamoWatchList(table());
    const channels = [aTenant('live'), aTenant('test')].map((tenant) => ({
      tenant,
      channelId: systemRuntime.newId('channel'),
    }));
    for (const channel of [...channels, ...channels]) await list.add(channel);
    const found = await list.list();
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining(channels));
  });
});

describe('the turn to watch an account', () => {
  test('is taken by one of 16 who try at once, and kept by that one', async () => {
    const [turns, account] = [dynamoWatchTurns(table()), anAccount()];
    const taken = await Promise.all(
      Array.from({ length: 16 }, (_, number) => turns.take(account, turn(`${number}`))),
    );
    const winner = taken.findIndex((one) => one !== undefined);
    expect(taken.filter((one) => one !== undefined)).toEqual([{ cursor: undefined }]);
    expect(await turns.take(account, turn(`${winner}`, 1))).toEqual({ cursor: undefined });
    expect(await turns.take(account, turn('other', 1))).toBeUndefined();
  });

  test('is another’s when it is over or was given up, and begins where the last one stopped', async () => {
    const [turns, account] = [dynamoWatchTurns(table()), anAccount()];
    await turns.take(account, turn('A'));
    expect(await turns.moveCursor(account, { holder: 'A', from: undefined, to: '7' })).toBe(true);
    expect(await turns.take(account, turn('B', 29))).toBeUndefined();
    expect(await turns.take(account, turn('B', 30))).toEqual({ cursor: '7' });
    await turns.release(account, 'A');
    expect(await turns.take(account, turn('C', 31))).toBeUndefined();
    await turns.release(account, 'B');
    expect(await turns.take(account, turn('C', 31))).toEqual({ cursor: '7' });
  });

  test('of one account says nothing about another of the same channel', async () => {
    const [turns, account] = [dynamoWatchTurns(table()), anAccount()];
    await turns.take(account, turn('A'));
    const other = { ...account, account: 'tron TX2' };
    expect(await turns.take(other, turn('B'))).toEqual({ cursor: undefined });
  });

  test('lets nobody else move the cursor, nor move it from where it is not', async () => {
    const [turns, account] = [dynamoWatchTurns(table()), anAccount()];
    const move = (holder: string, from: string | undefined, to: string) =>
      turns.moveCursor(account, { holder, from, to });
    expect(await move('A', undefined, '1')).toBe(false);
    await turns.take(account, turn('A'));
    expect(await move('B', undefined, '1')).toBe(false);
    expect(await move('A', '0', '1')).toBe(false);
    expect(await move('A', undefined, '1')).toBe(true);
    expect(await move('A', undefined, '2')).toBe(false);
    expect(await move('A', '1', '2')).toBe(true);
    expect(await turns.take(account, { ...turn('A'), now: NOW })).toEqual({ cursor: '2' });
  });
});
