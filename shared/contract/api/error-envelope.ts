import { z } from 'zod';

/** The API's one error format: what every reply with a status of 400 and above carries. */
export const errorEnvelopeSchema = z.object({
  error: z.object({
    type: z.string().describe('The family of the error.'),
    code: z.string().describe('The error, for programs. More codes may be added.'),
    message: z.string().describe('What was wrong and what to do, for people.'),
    param: z.string().optional().describe('The field that was wrong, e.g. `cards[3].value`.'),
    request_id: z
      .string()
      .describe('Names the request in our logs; also in the header Request-Id.'),
    retryable: z.boolean().describe('Whether the same call may succeed later.'),
    doc_url: z.string().describe('Where the code is explained.'),
  }),
});
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;
