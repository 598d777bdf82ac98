import type { LearningEvent } from '#shared/domain/routing/learning/learning-event.ts';
import { logitOf } from '#shared/domain/routing/model/success-model.ts';
import { channelId } from '../../../support/an-account.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

export const START = Date.parse('2026-03-01T00:00:00Z');
const ISSUERS = ['', 'icbc', 'ccb', 'abc'];
const METHODS = ['alipay', 'wechat_pay'];

export interface Traffic {
  readonly seed: number;
  readonly minutes: number;
  readonly perMinute: number;
  readonly channels: number;
  /** Success of a channel (0 the first) at a minute. */
  readonly success?: (channel: number, minute: number) => number;
  /** Share of attempts that the provider refuses. */
  readonly refusals?: (channel: number, minute: number) => number;
}

/** Attempts of some hours with their ends, in order; some are abandoned, a few are paid after their time-out. */
export const someEvents = ({
  seed,
  minutes,
  perMinute,
  channels,
  success = () => 0.8,
  refusals = () => 0,
}: Traffic): LearningEvent[] => {
  const random = seededRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const events: LearningEvent[] = [];
  for (let index = 0; index < minutes * perMinute; index += 1) {
    const at = START + Math.floor(((index + random()) * 60_000) / perMinute);
    const minute = (at - START) / 60_000;
    const channel = Math.floor(random() * channels);
    const attemptId = `att_${String(index).padStart(6, '0')}`;
    events.push({
      kind: 'started',
      at,
      attemptId,
      channelId: channelId(channel + 1),
      provider: 'fake',
      p: 0.8,
      priorLogit: logitOf(0.8),
      context: {
        amountMinor: 100 + Math.floor(random() * 20_000),
        currency: 'CNY',
        method: pick(METHODS),
        device: 'mobile',
        region: 'CN',
        issuer: pick(ISSUERS),
        hour: Math.floor(minute / 60) % 24,
        riskLevel: 'low',
        returningBuyer: random() < 0.5,
        preferredChannelId: undefined,
      },
    });
    const end = (seconds: number, result: 'paid' | 'declined' | 'refused' | 'abandoned') =>
      events.push({
        kind: 'ended',
        at: at + Math.floor(seconds * 1_000),
        attemptId,
        result,
        blame: 'channel',
        stage: result === 'paid' ? 'paid' : 'created',
      });
    const delay = 5 + 60 * random() ** 3;
    if (random() < refusals(channel, minute)) end(0.5, 'refused');
    else if (random() < success(channel, minute)) end(random() < 0.02 ? 400 : delay, 'paid');
    else if (random() < 0.5) end(delay, 'declined');
    else if (random() < 0.2) end(delay, 'abandoned');
  }
  return events.sort((a, b) => a.at - b.at);
};
