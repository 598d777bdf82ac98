import { describe, expect, test } from 'vitest';
import { checkRuleSet } from '#shared/domain/routing/rules/check-rule-set.ts';
import { asRuleSet } from './engines/arteria.ts';
import { makeEngines } from './engines/engines.ts';
import { jsonLogicJs } from './engines/json-logic.ts';
import { aDecider } from './engines/whole-decision.ts';
import { firstDifference } from './first-difference.ts';
import { allocatedBytes } from './measure/allocated-bytes.ts';
import { somePayments } from './payments.ts';
import { referenceMask } from './rules/neutral-rule.ts';
import { TWENTY_RULES } from './rules/twenty-rules.ts';

const payments = somePayments(300, 20_260_305);

describe('the engines of the decision bench', () => {
  test.for(
    Object.values(makeEngines(TWENTY_RULES)).flatMap((engine) =>
      engine ? [[engine.name, engine] as const] : [],
    ),
  )('%s finds the rules that the neutral form means', async ([, engine]) => {
    expect(await firstDifference(engine, TWENTY_RULES, payments)).toBeUndefined();
  });

  test('that differ in one bound of one rule are told from each other', async () => {
    const planted = TWENTY_RULES.map((rule) =>
      rule.id === 'small-on-phone'
        ? { ...rule, all: [['amountMinor', 'below', 3_000] as const, ...rule.all.slice(1)] }
        : rule,
    );
    const difference = await firstDifference(jsonLogicJs(planted), TWENTY_RULES, payments);
    expect(difference).toMatch(
      /^json-logic-js, payment \d+ .*"amountMinor":2\d\d\d,.*small-on-phone/,
    );
  });
});

describe('the rules of the decision bench', () => {
  test('are twenty of four conditions, each about a field of its own', () => {
    expect(TWENTY_RULES).toHaveLength(20);
    for (const { all } of TWENTY_RULES) {
      expect(new Set(all.map(([field]) => field)).size).toBe(4);
    }
  });

  test('would be accepted from a merchant', () => {
    expect(checkRuleSet(asRuleSet(TWENTY_RULES), { channelIds: [] })).toBeUndefined();
  });

  test('each apply to some payments and not to others', () => {
    const masks = somePayments(2_000, 2).map(({ facts }) => referenceMask(TWENTY_RULES, facts));
    expect(masks.reduce((all, mask) => all | mask, 0)).toBe(2 ** 20 - 1);
    expect(masks.reduce((all, mask) => all & mask, 2 ** 20 - 1)).toBe(0);
  });
});

test('a whole decision weighs nearly all channels and puts them in order', () => {
  const decider = aDecider(TWENTY_RULES, 8);
  const lengths = payments.map(({ request }) => decider.decide(request, () => 0.5).order.length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  expect(mean).toBeGreaterThan(6.5);
});

/** Calls after which V8 has optimised what is called, if it can. */
const OPTIMISED_AFTER = 200_000;

test('the bytes that a call allocates are counted: an object of two fields has five words of eight', () => {
  let kept: unknown;
  const call = (index: number): void => {
    kept = { index, next: index };
  };
  for (let index = 0; index < OPTIMISED_AFTER; index += 1) call(index);
  // Some runs also hold what V8 notes about the calls, or, on a busy machine, the calls of code not yet optimised; and in
  // some V8 gives back what it had noted before. What the calls themselves take is the same in all others.
  const runs = Array.from({ length: 25 }, () => Math.round(allocatedBytes(call)));
  expect(runs).toContain(40);
  expect(kept).toBeDefined();
});
