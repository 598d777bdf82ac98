/**
 * How a gateway spells a number in the text that is signed. Both are written in Go and sign the number that they read, not
 * the digits that travelled: Epusdt by `strconv.FormatFloat(x, 'f', -1, 64)`, BEpusdt by `fmt.Sprintf("%v", x)`, which is
 * `%g`: `1000000` becomes `1e+06`.
 */
export type NumberStyle = 'plain' | 'general';

export const STYLES = { epusdt: 'plain', bepusdt: 'general' } as const;

/** From this power of ten on, `%g` of the shortest digits writes an exponent; and below 10^-4. */
const GENERAL_EXPONENT = 6;

/** @param value a finite number */
export const numberText = (value: number, style: NumberStyle): string => {
  const { digits, exponent, sign } = shortest(value);
  const isScientific = style === 'general' && (exponent < -4 || exponent >= GENERAL_EXPONENT);
  return `${sign}${isScientific ? scientific(digits, exponent) : plain(digits, exponent)}`;
};

/** The shortest digits that read back as the same number, and the power of ten of the first one. */
const shortest = (value: number): { digits: string; exponent: number; sign: string } => {
  const [mantissa = '0', power = '0'] = Math.abs(value).toExponential().split('e');
  return {
    digits: mantissa.replace('.', ''),
    exponent: Number(power),
    sign: value < 0 ? '-' : '',
  };
};

const plain = (digits: string, exponent: number): string => {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
};

const scientific = (digits: string, exponent: number): string => {
  const [first = '0', rest] = [digits[0], digits.slice(1)];
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${first}${rest === '' ? '' : `.${rest}`}e${exponent < 0 ? '-' : '+'}${power}`;
};
