import { z } from 'zod';

/** A phone number as all networks spell it (ITU-T E.164): nobody has to guess its country. */
export const phoneNumberSchema = z
  .string()
  .regex(
    /^\+[1-9]\d{6,14}$/,
    'must begin with + and the country code (E.164), for example +8613800138000',
  );
