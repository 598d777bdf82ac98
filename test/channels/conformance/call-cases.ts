import { expect, test } from 'vitest';
import type { ChannelContext, StepRequest } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { nextActionSchema } from '#shared/domain/orders/attempt.ts';
import { NOT_CONNECTED, replyText, scriptedHttp, TIMED_OUT } from '../support/scripted-http.ts';
import { contextOf, createRequestOf, paymentOf, refundOf } from './contexts.ts';
import type { ConformanceSubject } from './subject.ts';

/** What comes back when nobody can tell what the request did. */
const NO_REPLIES: readonly { readonly what: string; readonly reply: ProviderResponse }[] = [
  { what: 'no answer in time', reply: TIMED_OUT },
  { what: 'HTTP 500', reply: replyText('Internal Server Error', 500) },
  { what: 'HTTP 502 with JSON', reply: replyText('{"code":-1,"msg":"bad gateway"}', 502) },
  { what: 'an empty page', reply: replyText('') },
  { what: 'an HTML page', reply: replyText('<html><body>欢迎</body></html>') },
  { what: 'JSON cut off', reply: replyText('{"code":1,"trade_no":"20') },
  { what: 'JSON of another kind', reply: replyText('[null,1,"x"]') },
];

const notAReply = ({ answersWithoutBody }: ConformanceSubject) =>
  NO_REPLIES.filter(({ what }) => !(answersWithoutBody && what === 'an empty page'));

/** What calls to the provider come to, case by case. A case's name stands before the first ` · `. */
export const callCases = (subject: ConformanceSubject): void => {
  const { channel, prelude = [] } = subject;
  const noReplies = notAReply(subject);
  const request = createRequestOf(subject);
  const payment = paymentOf(subject);
  const withReplies = (
    replies: readonly ProviderResponse[],
    config: unknown = subject.config,
  ): ChannelContext => contextOf(subject, { config, http: scriptedHttp(...replies) });

  test.each(subject.creates)('create · $outcome when $when', async (scripted) => {
    const outcome = await channel.create(withReplies(scripted.replies, scripted.config), {
      ...request,
      ...scripted.request,
    });
    expect(outcome).toMatchObject({
      kind: scripted.outcome,
      ...(scripted.reason ? { reason: scripted.reason } : {}),
      ...(scripted.nextAction ? { nextAction: { kind: scripted.nextAction } } : {}),
    });
    if (outcome.kind === 'happened') nextActionSchema.parse(outcome.nextAction);
  });

  const [first] = subject.creates;
  test('create again · carries the same number and the same parameters', async () => {
    expect(first?.outcome).toBe('happened');
    if (channel.capabilities.resubmission !== 'same_number' || !first) return;
    const asked = [1, 2].map(async () => {
      const http = scriptedHttp(...first.replies);
      const outcome = await channel.create(contextOf(subject, { http }), request);
      return { outcome, body: http.requests.at(-1)?.body, url: http.requests.at(-1)?.url };
    });
    const [once, again] = await Promise.all(asked);
    expect(again).toEqual(once);
  });

  if (!subject.createsWithoutCall && !subject.callsNobody) {
    test('create, refused connection · did not happen', async () => {
      expect(await channel.create(withReplies([...prelude, NOT_CONNECTED]), request)).toMatchObject(
        { kind: 'did_not_happen', reason: 'provider_unreachable' },
      );
    });

    test.each(noReplies)('create, time-out · unknown after $what', async ({ reply }) => {
      expect((await channel.create(withReplies([...prelude, reply]), request)).kind).toBe(
        'unknown',
      );
    });
  }

  test.each(subject.queries)('query · $outcome $status when $when', async (scripted) => {
    const outcome = await channel.query(withReplies(scripted.replies, scripted.config), {
      ...payment,
      ...scripted.payment,
    });
    expect(outcome).toMatchObject({
      kind: scripted.outcome,
      ...(scripted.status ? { status: scripted.status } : {}),
      ...(scripted.reason
        ? { [scripted.outcome === 'found' ? 'failureReason' : 'reason']: scripted.reason }
        : {}),
    });
  });

  const unanswered = subject.callsNobody
    ? []
    : [...noReplies, { what: 'a refused connection', reply: NOT_CONNECTED }];
  test.each(unanswered)('query, time-out · unknown after $what', async ({ reply }) => {
    expect((await channel.query(withReplies([...prelude, reply]), payment)).kind).toBe('unknown');
  });

  const step: StepRequest = { ...request, ...payment };
  test.each(subject.proceeds ?? [])('proceed · $outcome $status when $when', async (scripted) => {
    const outcome = await channel.proceed?.(
      withReplies(scripted.replies, scripted.config),
      { ...step, ...scripted.payment },
      scripted.step,
    );
    expect(outcome).toMatchObject({
      kind: scripted.outcome,
      ...(scripted.status ? { status: scripted.status } : {}),
      ...(scripted.reason ? { reason: scripted.reason } : {}),
    });
  });

  for (const { step: done, when } of subject.proceeds ?? [])
    test.each(subject.callsNobody ? [] : noReplies)(
      `proceed, time-out · unknown after $what (${when})`,
      async ({ reply }) => {
        const outcome = await channel.proceed?.(withReplies([...prelude, reply]), step, done);
        // A step that calls nobody is not asked.
        expect(['unknown', 'next', 'not_accepted']).toContain(outcome?.kind);
      },
    );

  test.each(subject.closes ?? [])('close · $outcome when $when', async (scripted) => {
    const outcome = await channel.close?.(withReplies(scripted.replies, scripted.config), payment);
    expect(outcome?.kind).toBe(scripted.outcome);
  });
  if (subject.closesNothing) {
    test('close · not supported in this mode', async () => {
      expect(await channel.close?.(withReplies([]), payment)).toEqual({ kind: 'not_supported' });
    });
  } else if (channel.close) {
    test.each(unanswered)('close, time-out · unknown after $what', async ({ reply }) => {
      const outcome = await channel.close?.(withReplies([...prelude, reply]), payment);
      expect(outcome?.kind).toBe('unknown');
    });
  }

  if (channel.refund) refundCases(subject);
};

const refundCases = (subject: ConformanceSubject): void => {
  const { channel, prelude = [] } = subject;
  const noReplies = notAReply(subject);
  const refund = (replies: readonly ProviderResponse[], change: object = {}) =>
    channel.refund?.(contextOf(subject, { http: scriptedHttp(...replies) }), {
      ...refundOf(subject),
      ...change,
    });

  test.each(subject.refunds)('refund · $outcome when $when', async (scripted) => {
    const { replies, outcome, refundAmount, payment } = scripted;
    const change = { ...payment, ...(refundAmount ? { refundAmount } : {}) };
    expect((await refund(replies, change))?.kind).toBe(outcome);
  });

  test('refund over amount · no money moves', async () => {
    const over = subject.refundOverAmount;
    expect(over?.outcome).toBe('did_not_happen');
    const refundAmount = over?.refundAmount ?? {
      ...createRequestOf(subject).amount,
      minor: createRequestOf(subject).amount.minor * 10n,
    };
    expect((await refund(over?.replies ?? [], { refundAmount }))?.kind).toBe('did_not_happen');
  });

  if (subject.callsNobody) return;
  test.each(noReplies)('refund, time-out · unknown after $what', async ({ reply }) => {
    expect((await refund([...prelude, reply]))?.kind).toBe('unknown');
  });

  test('refund, refused connection · may be sent again', async () => {
    const outcome = await refund([...prelude, NOT_CONNECTED]);
    if (outcome?.kind === 'did_not_happen') expect(outcome.transient).toBe(true);
    else expect(outcome?.kind).toBe('unknown');
  });
};
