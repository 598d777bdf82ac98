import type { PageState } from '../view/page.ts';

type View = PageState['view'];

/** Something happened that the buyer notices. */
export const isNews = (before: View, now: View): boolean =>
  before.state !== now.state ||
  before.attempt?.id !== now.attempt?.id ||
  before.attempt?.state !== now.attempt?.state;

/** The page after the server was asked: what the buyer did here stays. */
export const withNews = (
  { go: _, ...before }: PageState,
  { view, qr }: Pick<PageState, 'view' | 'qr'>,
): PageState => {
  // A message stands until something else happened.
  const { problem: __, why: ___, ...rest } = before;
  const kept = isNews(before.view, view) ? rest : before;
  const justCame = before.view.delivery === null && view.delivery !== null;
  return { ...kept, view, qr, ...(justCame ? { revealed: true } : {}) };
};
