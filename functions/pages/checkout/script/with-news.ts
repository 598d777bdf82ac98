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
  const shown = inPlace(before.view, view);
  return { ...kept, view: shown, qr, ...(justCame ? { revealed: true } : {}) };
};

/**
 * The ways to pay stay where they are while nothing happens: the ranking follows the channels' health, and a list that moves
 * under a finger starts a payment that nobody chose.
 */
const inPlace = (before: View, now: View): View => {
  const { methods, leading_method, suggested_method } = before;
  const isSameList =
    methods.length === now.methods.length &&
    methods.every((method) => now.methods.includes(method));
  return isSameList && !isNews(before, now)
    ? { ...now, methods, leading_method, suggested_method }
    : now;
};
