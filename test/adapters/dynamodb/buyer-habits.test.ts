import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import { tenantKey } from '#shared/domain/identity/tenant.ts';
import { aTenant, CHANNEL_A, CHANNEL_B, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

const habits = (now: Date = NOW) =>
  dynamoBuyerHabits({ documents: dynamo.documents, tableName: dynamo.tables.channels }, () =>
    now.getTime(),
  );
const DAY = 86_400;

describe('a buyer’s habit', () => {
  test('is unknown before the first payment', async () => {
    expect(await habits().readHabit(aTenant(), 'buyer')).toBeUndefined();
  });

  test('is how many orders were paid, and where the last one was', async () => {
    const tenant = aTenant();
    await habits().notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_A,
      method: 'alipay',
      at: NOW,
    });
    expect(await habits().readHabit(tenant, 'buyer')).toEqual({
      paidOrders: 1,
      preferredChannelId: CHANNEL_A,
      preferredMethod: 'alipay',
    });
    await habits().notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_B,
      method: 'wechat_pay',
      at: later(60),
    });
    expect(await habits().readHabit(tenant, 'buyer')).toEqual({
      paidOrders: 2,
      preferredChannelId: CHANNEL_B,
      preferredMethod: 'wechat_pay',
    });
  });

  test('that was noted before methods were names none', async () => {
    const tenant = aTenant();
    await habits().notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_A,
      method: 'card',
      at: NOW,
    });
    await dynamo.documents.send(
      new UpdateCommand({
        TableName: dynamo.tables.channels,
        Key: { pk: `${tenantKey(tenant)}#habit#buyer`, sk: 'HABIT' },
        UpdateExpression: 'REMOVE #method',
        ExpressionAttributeNames: { '#method': 'method' },
      }),
    );
    expect(await habits().readHabit(tenant, 'buyer')).toEqual({
      paidOrders: 1,
      preferredChannelId: CHANNEL_A,
    });
  });

  test('counts every payment of many at once', async () => {
    const tenant = aTenant();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        habits().notePaid(tenant, {
          key: 'buyer',
          channelId: CHANNEL_A,
          method: 'alipay',
          at: NOW,
        }),
      ),
    );
    expect(await habits().readHabit(tenant, 'buyer')).toMatchObject({ paidOrders: 20 });
  });

  test('is of one shop in one mode, and of one buyer', async () => {
    const tenant = aTenant('live');
    await habits().notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_A,
      method: 'alipay',
      at: NOW,
    });
    expect(await habits().readHabit(aTenant('live'), 'buyer')).toBeUndefined();
    expect(await habits().readHabit({ ...tenant, mode: 'test' }, 'buyer')).toBeUndefined();
    expect(await habits().readHabit(tenant, 'other')).toBeUndefined();
  });

  test('is forgotten 400 days after the last payment, though the table still has it', async () => {
    const tenant = aTenant();
    await habits().notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_A,
      method: 'alipay',
      at: NOW,
    });
    expect(await habits(later(400 * DAY)).readHabit(tenant, 'buyer')).toBeDefined();
    expect(await habits(later(400 * DAY + 1)).readHabit(tenant, 'buyer')).toBeUndefined();
    await habits().notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_A,
      method: 'alipay',
      at: later(30 * DAY),
    });
    expect(await habits(later(420 * DAY)).readHabit(tenant, 'buyer')).toBeDefined();
  });

  test('starts anew for a buyer who comes back after it was forgotten', async () => {
    const tenant = aTenant();
    for (let times = 0; times < 5; times += 1) {
      await habits().notePaid(tenant, {
        key: 'buyer',
        channelId: CHANNEL_A,
        method: 'alipay',
        at: NOW,
      });
    }
    const back = later(500 * DAY);
    await habits(back).notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_B,
      method: 'alipay',
      at: back,
    });
    expect(await habits(back).readHabit(tenant, 'buyer')).toMatchObject({ paidOrders: 1 });
  });

  test('keeps channel and method of the latest payment when reports come out of order', async () => {
    const tenant = aTenant();
    await habits().notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_B,
      method: 'alipay',
      at: later(60),
    });
    await habits().notePaid(tenant, {
      key: 'buyer',
      channelId: CHANNEL_A,
      method: 'card',
      at: NOW,
    });
    expect(await habits().readHabit(tenant, 'buyer')).toMatchObject({
      preferredChannelId: CHANNEL_B,
      preferredMethod: 'alipay',
    });
  });
});
