import { z } from 'zod';

/** What is kept of a payment by token: the card, and the time that its charge bears once a code was sent for it. */
const keptSchema = z.strictObject({
  token: z.string().min(1),
  /** `txnTime` of the charge: it changes only after UnionPay said that the charge under the old one failed. */
  chargeTime: z
    .string()
    .regex(/^\d{14}$/)
    .optional(),
});
export type KeptToken = z.infer<typeof keptSchema>;

export const keptText = (kept: KeptToken): string => JSON.stringify(kept);

/** @returns `undefined` when nothing (readable) was kept */
export const readKept = (text: string | undefined): KeptToken | undefined => {
  if (!text) return undefined;
  try {
    return keptSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** The token in `tokenPayData`: `{token=…&trId=…&tokenLevel=…&tokenBegin=…&tokenEnd=…&tokenType=01}`. */
export const tokenIn = (tokenPayData: string): string | undefined => {
  const content = /^\{(.*)\}$/s.exec(tokenPayData)?.[1];
  const tokens = (content?.split('&') ?? [])
    .filter((pair) => pair.startsWith('token='))
    .map((pair) => pair.slice('token='.length));
  const [token] = tokens;
  return tokens.length === 1 && token && /^[0-9A-Za-z]{8,64}$/.test(token) ? token : undefined;
};

/** `tokenPayData` that names a card. */
export const tokenPayData = (token: string, tokenRequestor = ''): string =>
  `{trId=${tokenRequestor}&token=${token}}`;
