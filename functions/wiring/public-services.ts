import type { ApiServices } from '#shared/platform/http/answer-route.ts';

/** For functions whose every route is public and a GET: nobody is looked up and no reply is kept. */
export const publicServices = (stage: string): ApiServices => ({
  stage,
  authenticate: async () => undefined,
  replies: { once: (_request, answer) => answer() },
});
