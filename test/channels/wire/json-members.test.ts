import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonMembers } from '#shared/channels/wire/json-members.ts';

test('every value keeps its spelling', () => {
  const json = '{ "a" : {"b":[1, "}"]} ,"c":1.0,"d" : [ ], "e\\n":"x\\"}", "f":null}';
  expect([...(jsonMembers(json) ?? [])]).toEqual([
    ['a', '{"b":[1, "}"]}'],
    ['c', '1.0'],
    ['d', '[ ]'],
    ['e\n', '"x\\"}"'],
    ['f', 'null'],
  ]);
});

test.each(['', '[]', '"x"', '{"a":1', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{} {}'])(
  '%s is not read',
  (json) => {
    expect(jsonMembers(json)).toBeUndefined();
  },
);

test('what is written is read, whatever it is', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const members = jsonMembers(JSON.stringify(object, undefined, 1));
      const read = [...(members ?? [])].map(([name, value]) => [name, JSON.parse(value)]);
      const names = Object.keys(JSON.parse(JSON.stringify(object)));
      expect(read.map(([name]) => name)).toEqual(names);
      expect(JSON.stringify(read)).toBe(JSON.stringify(Object.entries(object)));
    }),
  );
});
