import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberText } from '#shared/channels/epusdt/number-text.ts';

// As Go 1.22 prints them: strconv.FormatFloat(x, 'f', -1, 64) and fmt.Sprintf("%v", x).
test.each([
  [0, '0', '0'],
  [9.9, '9.9', '9.9'],
  [28.88, '28.88', '28.88'],
  [42, '42', '42'],
  [100, '100', '100'],
  [999999, '999999', '999999'],
  [1000000, '1000000', '1e+06'],
  [1234567.89, '1234567.89', '1.23456789e+06'],
  [123456789, '123456789', '1.23456789e+08'],
  [0.01, '0.01', '0.01'],
  [0.0001, '0.0001', '0.0001'],
  [0.00001, '0.00001', '1e-05'],
  [99999999.99, '99999999.99', '9.999999999e+07'],
])('%d is %s, or %s by %%v', (value, plain, general) => {
  expect(numberText(value, 'plain')).toBe(plain);
  expect(numberText(value, 'general')).toBe(general);
});

test('both spellings read back as the same number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), (value) => {
      expect(Number(numberText(value, 'plain'))).toBe(value);
      expect(Number(numberText(value, 'general'))).toBe(value);
    }),
  );
});
