import { RawReply } from '#shared/platform/http/call.ts';

/** Sends the browser to another page of ours, by GET. */
export const seeOther = (location: string): RawReply =>
  new RawReply(
    303,
    { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    '',
  );
