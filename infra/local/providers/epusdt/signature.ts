import { createHash } from 'node:crypto';

/** How Go prints a float: `%v` (BEpusdt) or without an exponent (Epusdt). */
const goNumber = (value: number, dialect: Dialect): string => {
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (dialect === 'bepusdt' && (exponent >= 6 || exponent < -4)) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  return value.toFixed(8).replace(/\.?0+$/, '');
};

export type Dialect = 'epusdt' | 'bepusdt';

/** Written apart from the channel on purpose: a mistake that both sides share would go unnoticed. */
export const signatureOf = (
  message: Readonly<Record<string, unknown>>,
  token: string,
  dialect: Dialect,
): string => {
  const lines: string[] = [];
  for (const name of Object.keys(message).sort()) {
    const value = message[name];
    if (name === 'signature' || value === '' || value === null || value === undefined) continue;
    lines.push(`${name}=${typeof value === 'number' ? goNumber(value, dialect) : String(value)}`);
  }
  return createHash('md5')
    .update(`${lines.join('&')}${token}`)
    .digest('hex');
};
