import { checkoutPath, type PageState } from '../view/page.ts';

/**
 * The order as it is now; `gone` when the link does not lead to it any more, `unreachable` when nobody answered.
 */
export const readState = async ({
  token = '',
}: PageState): Promise<PageState['view'] | 'gone' | 'unreachable'> => {
  try {
    const reply = await fetch(`${checkoutPath(token)}/state`, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
    });
    if (reply.ok) return (await reply.json()) as PageState['view'];
    return reply.status === 404 || reply.status === 410 ? 'gone' : 'unreachable';
  } catch {
    return 'unreachable';
  }
};
