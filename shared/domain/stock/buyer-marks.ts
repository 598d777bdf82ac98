import type { BuyerMark } from '../policies/payment-policies.ts';

export interface Buyer {
  readonly contact: string | undefined;
  readonly buyerIp: string | undefined;
  readonly buyerDevice: string | undefined;
}

/** What a buyer is recognised by, as texts that are equal when the buyer is: `contact:a@b.c`, `ip:…`, `device:…`. */
export const buyerMarks = (
  { contact, buyerIp, buyerDevice }: Buyer,
  countBy: readonly BuyerMark[],
): string[] => {
  const values: Record<BuyerMark, string | undefined> = {
    contact: contact?.trim().toLowerCase(),
    ip: buyerIp?.toLowerCase(),
    device: buyerDevice,
  };
  return countBy.flatMap((mark) => (values[mark] ? [`${mark}:${values[mark]}`] : []));
};
