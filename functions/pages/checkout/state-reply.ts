import type { Call, RawReply } from '#shared/platform/http/call.ts';
import { jsonReply } from '#shared/platform/http/json-reply.ts';
import type { PageState } from './view/page.ts';

/** The page's script asks for the page as data; a browser never asks for this alone. */
export const asksForState = (call: Call): boolean => call.header('accept') === 'application/json';

/** The page as data: the same as the page itself is drawn from. */
export const stateReply = (state: PageState): RawReply => jsonReply(state);
