import { z } from 'zod';
import { paymentMethodSchema } from '../channels/channel.ts';

/**
 * What a buyer's browser carries from one visit to the next. It says nothing of the buyer: a random number, the way to pay
 * that worked on it last, and the day it was made.
 */
export const knownDeviceSchema = z.object({
  /** 128 random bits, base64url. */
  id: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  /** Absent: nothing was paid on it yet. */
  lastMethod: paymentMethodSchema.optional(),
  since: z.iso.date(),
});
export type KnownDevice = z.infer<typeof knownDeviceSchema>;

/** As one text without characters that a cookie must not have: `<id>.<method>.<day>`. */
export const formatKnownDevice = ({ id, lastMethod, since }: KnownDevice): string =>
  [id, lastMethod ?? '', since].join('.');

/** Reads what {@link formatKnownDevice} wrote; `undefined` for anything else. */
export const parseKnownDevice = (text: string): KnownDevice | undefined => {
  const [id, lastMethod, since, ...rest] = text.split('.');
  if (rest.length > 0) return undefined;
  return knownDeviceSchema.safeParse({
    id,
    ...(lastMethod ? { lastMethod } : {}),
    since,
  }).data;
};
