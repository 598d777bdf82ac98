import type {
  ProviderHttp,
  ProviderRequest,
  ProviderResponse,
} from '#shared/application/ports/provider-http.ts';

export interface ScriptedHttp extends ProviderHttp {
  /** What was asked, in order. */
  readonly requests: ProviderRequest[];
}

/** A provider that answers by script: the n-th call gets the n-th reply, the last one repeats. */
export const scriptedHttp = (...replies: readonly ProviderResponse[]): ScriptedHttp => {
  const requests: ProviderRequest[] = [];
  return {
    requests,
    request: async (request) => {
      requests.push(request);
      const reply = replies[Math.min(requests.length, replies.length) - 1];
      if (!reply) throw new Error(`nobody expected a call to ${request.url}`);
      return reply;
    },
  };
};

export const replyText = (body: string, status = 200): ProviderResponse => ({
  kind: 'response',
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
  bytes: Buffer.from(body),
});

export const replyJson = (value: unknown, status = 200): ProviderResponse =>
  replyText(JSON.stringify(value), status);

export const TIMED_OUT: ProviderResponse = { kind: 'no_answer', detail: 'no answer within 8 s' };
export const NOT_CONNECTED: ProviderResponse = { kind: 'not_sent', detail: 'connection refused' };
