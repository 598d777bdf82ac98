import { createHash } from 'node:crypto';

/** Written apart from the channel on purpose: a mistake that both sides share would go unnoticed. */
export const signatureOf = (
  message: Readonly<Record<string, string | number | null | undefined>>,
  secret: string,
): string => {
  const lines = Object.entries(message)
    .filter(
      ([name, value]) => name !== 'sign' && value !== null && value !== undefined && value !== '',
    )
    .map(([name, value]) => `${name}=${value}&`);
  lines.sort((left, right) => {
    const [a, b] = [left.toLowerCase(), right.toLowerCase()];
    return a === b ? 0 : a < b ? -1 : 1;
  });
  return createHash('md5')
    .update(`${lines.join('')}key=${secret}`)
    .digest('hex')
    .toUpperCase();
};
