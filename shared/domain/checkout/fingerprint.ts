import { z } from 'zod';

/** A visitor id as FingerprintJS makes it: 32 hexadecimal digits today. Weak: a hint, never a proof. */
export const fingerprintSchema = z.string().regex(/^[0-9A-Za-z]{8,64}$/);
