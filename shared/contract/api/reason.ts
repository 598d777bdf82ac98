import { z } from 'zod';

/** Why, in words: a code for programs and a sentence in each language. */
export const reasonObject = z.object({ code: z.string(), en: z.string(), zh: z.string() });
