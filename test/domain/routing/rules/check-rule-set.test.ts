import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRuleSet } from '#shared/domain/routing/rules/check-rule-set.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import { EXAMPLE_RULE_LINES } from '#shared/domain/routing/rules/example-rules.ts';
import { ruleSetSchema } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aRule, FOR_CHEAPEST } from './a-rule.ts';
import { SOME_CHANNEL_IDS, someRuleSetJson } from './rule-arbitraries.ts';

const check = (set: unknown) => checkRuleSet(set, { channelIds: SOME_CHANNEL_IDS });
const checkOne = (action: unknown, rest: Record<string, unknown> = {}) =>
  check({ rules: [aRule(action, rest)] });
const checkWhen = (when: unknown) => checkOne(FOR_CHEAPEST, { when });
const checkChannels = (channels: unknown) => checkOne({ action: 'prefer', channels });

const IS_SMALL = { field: 'amount', op: 'lt', value: 1_000 };

type Part = string | number;
/** Every place in a JSON value, itself first. */
const placesIn = (value: unknown, path: Part[] = []): Part[][] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        placesIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
      )
    : []),
];

const written = (path: readonly Part[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');

const replaced = (value: unknown, [part, ...rest]: readonly Part[], by: unknown): unknown => {
  if (part === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((inner, index) => (index === part ? replaced(inner, rest, by) : inner));
  }
  const object = value as Record<string, unknown>;
  return { ...object, [part]: replaced(object[part], rest, by) };
};

/** Whether a path leads to something, or to a member that its object lacks. */
const leadsInto = (value: unknown, path: string): boolean => {
  let at: unknown = value;
  for (const part of path.match(/[^.[\]]+/g) ?? []) {
    if (typeof at !== 'object' || at === null) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return true;
};

describe('checkRuleSet', () => {
  test('has nothing against sets that make sense, and what it passes the schema passes too', () => {
    fc.assert(
      fc.property(someRuleSetJson, (json) => {
        expect(check(json)).toBeUndefined();
        expect(ruleSetSchema.parse(json)).toEqual(json);
      }),
      { numRuns: 300 },
    );
  });

  test.each(EXAMPLE_RULE_LINES)('takes %s', (line) => {
    expect(line).not.toContain('\n');
    expect(check({ rules: [JSON.parse(line)] })).toBeUndefined();
  });

  test('never throws, whatever JSON it is given, and points into it', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({ rules: fc.array(fc.jsonValue()) }),
      fc.record({ rules: fc.array(fc.jsonValue().map((action) => aRule(action))) }),
      fc.record({
        rules: fc.array(
          fc.tuple(fc.jsonValue(), fc.jsonValue()).map(([when, action]) => aRule(action, { when })),
        ),
      }),
    );
    fc.assert(
      fc.property(anything, (json) => {
        const problem = check(json);
        if (problem) {
          expect(problem.message).not.toBe('');
          // A word that nobody knows may hold dots and brackets of its own.
          const isUnknown = problem.message.includes('is not known here');
          if (!isUnknown) expect(leadsInto(json, problem.path)).toBe(true);
        } else {
          compileRules(ruleSetSchema.parse(json), 1);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('does not run out of stack on a set that is nested without end', () => {
    let when: unknown = IS_SMALL;
    for (let depth = 0; depth < 100_000; depth += 1) when = { not: when };
    expect(checkWhen(when)?.message).toBe('conditions are nested deeper than 8: split the rule');
  });

  test.each([
    ['an object of nobody', { junk: true }],
    ['null', null],
  ])('points exactly at the one value that is wrong: %s in any place', (_what, junk) => {
    fc.assert(
      fc.property(someRuleSetJson, fc.nat(), (json, pick) => {
        const places = placesIn(json).slice(1);
        const place = places[pick % places.length] ?? [];
        const path = check(replaced(json, place, junk))?.path;
        const at = written(place);
        expect([at, `${at}.junk`, `${at}.action`]).toContain(path);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    [
      'an unknown field',
      { ...IS_SMALL, field: 'amout' },
      'field',
      '"amout" is not a field of a payment: use amount, currency, method',
    ],
    [
      'a field of an object’s own',
      { ...IS_SMALL, field: 'constructor' },
      'field',
      '"constructor" is not a field of a payment',
    ],
    [
      'a channel’s field',
      { field: 'tags', op: 'has', value: 'x' },
      'field',
      '"tags" is not a field of a payment',
    ],
    [
      'an operator of another type',
      { field: 'method', op: 'lt', value: 1 },
      'op',
      '"lt" is not an operator of "method" (text): use eq, ne, in or not_in',
    ],
    [
      'a wrong type',
      { ...IS_SMALL, value: '1000' },
      'value',
      '"1000" is not a whole number of minor units, which "amount" is',
    ],
    [
      'half a cent',
      { ...IS_SMALL, value: 9.9 },
      'value',
      '9.9 is not a whole number of minor units',
    ],
    [
      'an impossible number',
      { field: 'hour', op: 'eq', value: 24 },
      'value',
      '24 cannot be a value of "hour": it is from 0 to 23',
    ],
    [
      'a value outside the enumeration',
      { field: 'risk_level', op: 'in', value: ['low', 'huge'] },
      'value[1]',
      '"huge" is not a value of "risk_level": use low, medium or high',
    ],
    [
      'no truth',
      { field: 'returning_buyer', op: 'eq', value: 1 },
      'value',
      '1 is not true or false, which "returning_buyer" is',
    ],
    [
      'an empty list',
      { field: 'hour', op: 'in', value: [] },
      'value',
      'the list is empty: "in" needs one value or more',
    ],
    ['no list', { field: 'hour', op: 'in', value: 3 }, 'value', '3 is no list, which "in" needs'],
    [
      'a long list',
      { field: 'region', op: 'in', value: Array.from({ length: 101 }, (_, n) => `R${n}`) },
      'value',
      'the list has 101 values: 100 are the most',
    ],
    [
      'half a range',
      { field: 'hour', op: 'between', value: [1] },
      'value',
      '"between" needs a list of two numbers',
    ],
    [
      'a range backwards',
      { field: 'hour', op: 'between', value: [5, 1] },
      'value',
      'nothing is between 5 and 1',
    ],
    [
      'an empty text',
      { field: 'region', op: 'eq', value: '' },
      'value',
      'a text has 1 to 100 characters',
    ],
    ['no value', { field: 'hour', op: 'eq' }, 'value', '"value" is missing'],
    ['nothing to ask for', { all: [] }, 'all', '"all" needs a list of one condition or more'],
    [
      'two kinds at once',
      { all: [IS_SMALL], any: [IS_SMALL] },
      'any',
      '"any" is not known here: use all',
    ],
  ])('says of %s what is wrong', (_what, inner, path, message) => {
    expect(checkWhen({ any: [IS_SMALL, inner] })).toEqual({
      path: `rules[0].when.any[1].${path}`,
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ['no condition at all', checkWhen('always'), 'rules[0].when', '"always" is no condition'],
    [
      'an unknown channel',
      checkChannels({ field: 'id', op: 'in', value: ['ch_a', 'ch_x'] }),
      'rules[0].then.channels.value[1]',
      '"ch_x" is not one of your channels',
    ],
    [
      'a payment’s field',
      checkChannels({ field: 'amount', op: 'lt', value: 1 }),
      'rules[0].then.channels.field',
      '"amount" is not a field of a channel',
    ],
    [
      'a text of a set',
      checkChannels({ field: 'tags', op: 'eq', value: 'bank' }),
      'rules[0].then.channels.op',
      '"eq" is not an operator of "tags" (set): use has or has_any',
    ],
    [
      'an unknown action',
      checkOne({ action: 'hide' }),
      'rules[0].then.action',
      '"hide" is not an action: use prefer, exclude, restrict_to, weight, force_order or split',
    ],
    [
      'an action without channels',
      checkOne({ action: 'prefer' }),
      'rules[0].then.channels',
      '"channels" is missing',
    ],
    [
      'a word of another action',
      checkOne({ ...FOR_CHEAPEST, percent: 1 }),
      'rules[0].then.percent',
      '"percent" is not known here: use action or channels',
    ],
    [
      'too much weight',
      checkOne({ ...FOR_CHEAPEST, action: 'weight', percent: 101 }),
      'rules[0].then.percent',
      '101 is not a number from -100 to 100',
    ],
    [
      'an unknown channel in an order',
      checkOne({ action: 'force_order', order: ['ch_a', 'ch_x'] }),
      'rules[0].then.order[1]',
      '"ch_x" is not one of your channels',
    ],
    [
      'an empty order',
      checkOne({ action: 'force_order', order: [] }),
      'rules[0].then.order',
      'the list is empty: one member is the least',
    ],
  ])('says of %s what is wrong', (_what, problem, path, message) => {
    expect(problem).toEqual({
      path: expect.stringContaining(path),
      message: expect.stringContaining(message),
    });
  });

  const { channels } = FOR_CHEAPEST;
  test.each([
    [
      'shares that sum to less',
      [60, 30],
      'rules[0].then.shares',
      'the shares sum to 90, not to 100',
    ],
    [
      'a share of nothing',
      [100, 0],
      'rules[0].then.shares[1].share',
      '0 is not a whole number from 1 to 100',
    ],
  ])('says of %s what is wrong', (_what, percents, path, message) => {
    const shares = percents.map((share) => ({ channels, share }));
    expect(checkOne({ action: 'split', shares })).toEqual({ path, message });
  });

  const rule = aRule(FOR_CHEAPEST);
  test.each([
    ['no list', { rules: rule }, 'rules', 'an object is no list of rules'],
    ['no rules', {}, 'rules', '"rules" is missing'],
    [
      'an unknown word',
      { rules: [], mode: 'x' },
      'mode',
      '"mode" is not known here: use rules or time_zone',
    ],
    [
      'a zone of nowhere',
      { rules: [], time_zone: 'Mars/Olympus' },
      'time_zone',
      '"Mars/Olympus" is not a time zone: use an IANA name such as Asia/Shanghai',
    ],
    [
      'an id twice',
      { rules: [rule, { ...rule, id: 'other' }, rule] },
      'rules[2].id',
      '"a-rule" is the id of rules[0] already',
    ],
    [
      'an id that is no slug',
      { rules: [{ ...rule, id: 'Low fee' }] },
      'rules[0].id',
      '"Low fee" is no id of a rule: 1 to 60 of a-z, 0-9, "-" and "_", e.g. "low-fee-small"',
    ],
    ['a rule that does nothing', { rules: [{ id: 'idle' }] }, 'rules[0].then', '"then" is missing'],
    [
      'too many rules',
      { rules: Array.from({ length: 101 }, (_, n) => ({ ...rule, id: `r${n}` })) },
      'rules',
      'there are 101 rules: 100 are the most',
    ],
  ])('says of %s what is wrong', (_what, set, path, message) => {
    expect(check(set)).toEqual({ path, message });
  });

  test('takes eight conditions inside each other, not nine; 200 conditions a rule, not 201', () => {
    const nested = (depth: number): unknown =>
      depth === 1 ? IS_SMALL : { not: nested(depth - 1) };
    expect(checkWhen(nested(8))).toBeUndefined();
    expect(checkWhen(nested(9))?.path).toBe(`rules[0].when${'.not'.repeat(8)}`);
    // One for the list itself and one for the choice of channels.
    const wide = (count: number) => ({ all: Array.from({ length: count }, () => IS_SMALL) });
    expect(checkWhen(wide(198))).toBeUndefined();
    expect(checkWhen(wide(199))).toMatchObject({ path: 'rules[0].then.channels' });
  });

  test('takes 64 KB, not more', () => {
    const padded = (description: string) => ({
      rules: Array.from({ length: 100 }, (_, n) => ({ ...rule, id: `r${n}`, description })),
    });
    expect(check(padded('x'.repeat(500)))).toBeUndefined();
    expect(check(padded('汉'.repeat(300)))).toMatchObject({
      path: 'rules',
      message: expect.stringMatching(/^the set takes \d+ bytes as JSON: 65536 are the most$/),
    });
  });
});
