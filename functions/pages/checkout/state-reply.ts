import { type Call, RawReply } from '#shared/platform/http/call.ts';
import type { PageState } from './view/page.ts';

/** The page's script asks for the page as data; a browser never asks for this alone. */
export const asksForState = (call: Call): boolean => call.header('accept') === 'application/json';

/** The page as data: the same as the page itself is drawn from. */
export const stateReply = (state: PageState): RawReply =>
  new RawReply(
    200,
    {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    JSON.stringify(state),
  );
