import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hintAfter, isHintDue, withHint } from '#shared/domain/orders/hint.ts';
import { nextQueryAt } from '#shared/domain/orders/query-schedule.ts';
import { anAttempt, anOrder, later, NOW } from '#test/support/builders.ts';

const order = anOrder();
const attempt = anAttempt(order);

const hintAt = (seconds: number, known = attempt) => {
  const next = withHint(known, later(seconds));
  if (!next) throw new Error('this hint asks for nothing');
  return next;
};

describe('a hint', () => {
  it('is asked for at once, long before the next planned question', () => {
    expect(nextQueryAt(attempt)).toEqual(later(15));
    expect(nextQueryAt(hintAt(1))).toEqual(later(1));
  });

  it('is asked for also when the attempt has failed or was closed: money comes late', () => {
    for (const state of ['failed', 'closed'] as const) {
      const over = anAttempt(order, { state });
      expect(nextQueryAt(over)).toBeUndefined();
      expect(nextQueryAt(hintAt(1, over))).toEqual(later(1));
    }
  });

  it('asks for nothing when the payment is known', () => {
    expect(withHint(anAttempt(order, { state: 'succeeded' }), NOW)).toBeUndefined();
  });

  it('shares a question with those of the same two seconds, which comes after all of them', () => {
    const first = hintAt(1);
    const second = hintAt(1.5, first);
    expect(nextQueryAt(second)).toEqual(later(3));
    expect(withHint(second, later(2))).toBeUndefined();
  });

  it('is not answered by a question that began before it came', () => {
    const second = hintAt(1.5, hintAt(1));
    const early = { isAnswered: true, askedAt: later(1.2) };
    expect(hintAfter(second, early)).toEqual(second.hint);
    const after = { ...second, hint: hintAfter(second, { ...early, askedAt: later(3) }) };
    expect(nextQueryAt(after)).not.toEqual(later(3));
  });

  it('that came while a question was under way is asked for by another, whoever asks when', () => {
    // A question may be asked by plan, or because the buyer came back: it need not wait for the hints' time.
    const moment = fc.integer({ min: 0, max: 80 }).map((tenths) => tenths / 10);
    const story = fc.record({
      hints: fc.array(moment, { minLength: 1, maxLength: 6 }),
      questions: fc.array(fc.record({ from: moment, lasts: moment }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(story, ({ hints, questions }) => {
        const steps = [
          ...hints.map((at) => ({ at, kind: 'hint' as const, from: at })),
          ...questions.map(({ from, lasts }) => ({
            at: from + lasts,
            kind: 'answer' as const,
            from,
          })),
        ].sort((a, b) => a.at - b.at);
        let asked = anAttempt(order, { state: 'closed' });
        for (const { kind, at, from } of steps)
          asked =
            kind === 'hint'
              ? (withHint(asked, later(at)) ?? asked)
              : { ...asked, hint: hintAfter(asked, { isAnswered: true, askedAt: later(from) }) };
        const last = Math.max(...hints);
        const isAsked = questions.some(({ from }) => from >= last);
        const before = { isAnswered: true, askedAt: later(last - 0.001) };
        const isToBe = isHintDue({ ...asked, hint: hintAfter(asked, before) }, later(last + 5));
        expect(isAsked || isToBe).toBe(true);
      }),
    );
  });

  it('that is answered leaves the planned questions, and the next one keeps its distance', () => {
    const asked = hintAt(1);
    const answered = { ...asked, hint: hintAfter(asked, { isAnswered: true, askedAt: later(1) }) };
    expect(nextQueryAt(answered)).toEqual(nextQueryAt(attempt));
    expect(nextQueryAt(hintAt(1.2, answered))).toEqual(later(3));
    expect(nextQueryAt(hintAt(9, answered))).toEqual(later(9));
  });

  it('does not wait for the retry of one that nobody answered', () => {
    const asked = hintAt(0);
    const retried = { tries: 3, askAt: later(3_600).toISOString(), since: NOW.toISOString() };
    expect(nextQueryAt(hintAt(10, { ...asked, state: 'closed', hint: retried }))).toEqual(
      later(10),
    );
  });

  it('that nobody answers is asked for four times more, then only by plan', () => {
    const waits: number[] = [];
    let asked = hintAt(0, anAttempt(order, { state: 'closed' }));
    for (let at = nextQueryAt(asked); at; at = nextQueryAt(asked)) {
      waits.push((at.getTime() - NOW.getTime()) / 1_000);
      asked = { ...asked, hint: hintAfter(asked, { isAnswered: false, askedAt: at }) };
    }
    expect(waits).toEqual([0, 5, 35, 335, 3_935]);
  });
});
