import { PAGE_SDKS } from '#shared/domain/checkout/visitor.ts';
import { checkoutPath, type PageState, selfPath } from '../view/page.ts';

type Unread = 'gone' | 'unreachable';

/**
 * The order as it is now; `gone` when the link does not lead to it any more, `unreachable` when nobody answered.
 */
export const readView = ({
  token = '',
  language,
}: PageState): Promise<PageState['view'] | Unread> =>
  read(`${checkoutPath(token)}/state?lang=${language}&sdks=${PAGE_SDKS}`);

/** The whole page as it is now, with what the server makes for it. */
export const readPage = (state: PageState): Promise<PageState | Unread> =>
  read(selfPath(state, state.language));

/** Longer, and the answer would be old: the line is gone. */
const LIMIT_MILLIS = 15_000;

const read = async <Answer>(path: string): Promise<Answer | Unread> => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LIMIT_MILLIS);
  try {
    const reply = await fetch(path, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      signal: limit.signal,
    });
    if (reply.ok) return (await reply.json()) as Answer;
    return reply.status === 404 || reply.status === 410 ? 'gone' : 'unreachable';
  } catch {
    return 'unreachable';
  } finally {
    clearTimeout(timer);
  }
};
