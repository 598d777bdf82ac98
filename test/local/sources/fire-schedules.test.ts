import { expect, it } from 'vitest';
import { fireSchedules } from '#infra/local/sources/fire-schedules.ts';
import type { LocalState } from '#infra/local/state/local-state.ts';
import type { LocalSchedule } from '#infra/local/template/local-model.ts';
import { until } from '../support/until.ts';

const schedule: LocalSchedule = {
  name: 'sweep',
  arn: 'arn:rule/sweep',
  expression: 'rate(1 minute)',
  functionName: 'sweep',
  input: undefined,
  retryAttempts: 0,
};

const stateWith = (entries: Record<string, string>): LocalState => {
  const values = new Map(Object.entries(entries));
  return {
    read: (name) => values.get(name),
    write: (name, value) => values.set(name, value),
    forgetAll: () => values.clear(),
    close: () => {},
  };
};

/** Fires a schedule and remembers the events. */
const fire = (change: Partial<LocalSchedule>, state: LocalState) => {
  const events: unknown[] = [];
  const source = fireSchedules({
    schedules: [{ ...schedule, ...change }],
    invoker: {
      invoke: async (_functionName, event) => {
        events.push(event);
      },
      use: () => ({}),
      idle: async () => {},
    },
    state,
    accountId: '000000000000',
    region: 'us-east-1',
  });
  return { events, stop: () => source.stop() };
};

it('what was due while the stack was off is done at the start, once, with the event of EventBridge', async () => {
  const state = stateWith({ 'schedule sweep': '2026-01-01T00:00:00.000Z' });
  const { events, stop } = fire({}, state);
  await until('it fires', () => (events.length > 0 ? true : undefined));
  await stop();
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    account: '000000000000',
    resources: ['arn:rule/sweep'],
    detail: {},
  });
  expect(Date.parse(state.read('schedule sweep') ?? '')).toBeGreaterThan(Date.parse('2026-02-01'));
});

it('a rule with an input sends that instead', async () => {
  const state = stateWith({ 'schedule sweep': '2026-01-01T00:00:00.000Z' });
  const { events, stop } = fire({ input: { only: 'this' } }, state);
  await until('it fires', () => (events.length > 0 ? true : undefined));
  await stop();
  expect(events).toEqual([{ only: 'this' }]);
});

it('a new rule waits for its first time and can be stopped meanwhile', async () => {
  const { events, stop } = fire({}, stateWith({}));
  await stop();
  expect(events).toEqual([]);
});
