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

export type ReadKept =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'token'; readonly kept: KeptToken }
  /** A charge may have been made under a time that is not known any more: no other one may be. */
  | { readonly kind: 'unreadable'; readonly detail: string };

export const readKept = (text: string | undefined): ReadKept => {
  if (!text) return { kind: 'nothing' };
  try {
    return { kind: 'token', kept: keptSchema.parse(JSON.parse(text)) };
  } catch {
    return { kind: 'unreadable', detail: 'what was kept of this payment cannot be read' };
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
