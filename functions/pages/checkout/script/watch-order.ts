import type { LivePage } from './live-page.ts';
import { pollDelay } from './poll-delay.ts';
import { readPage, readView } from './read-state.ts';
import { isNews, withNews } from './with-news.ts';

/** Failures in a row before the buyer is told: one lost call is no news. */
const TOLD_AFTER = 2;

/**
 * Asks for the order's state for as long as something may happen. A page that nobody sees asks nothing; when the buyer comes
 * back, from another tab, another app or the browser's history, it asks at once.
 *
 * @returns begins anew with short pauses: something was just started
 */
export const watchOrder = (page: LivePage): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let asked = 0;
  let failed = 0;

  const plan = (): void => {
    clearTimeout(timer);
    if (document.hidden) return;
    const { view } = page.state;
    const leftMillis = Date.parse(view.expires_at) - Date.parse(view.now);
    const delay = pollDelay(view, { asked, failed, leftMillis });
    if (delay !== undefined) timer = setTimeout(ask, delay);
  };
  const ask = async (): Promise<void> => {
    if (isAsking || page.state.token === undefined) return;
    isAsking = true;
    const before = page.state;
    const now = await readNow(before);
    isAsking = false;
    if (now === 'gone') return location.reload();
    failed = now === 'unreachable' ? failed + 1 : 0;
    // An answer also ends what a tap that nobody answered has said.
    if (failed === 0 || failed === TOLD_AFTER) page.note({ offline: failed > 0 });
    // A tap that was answered meanwhile knows more.
    if (now !== 'unreachable' && page.state === before) {
      asked = isNews(before.view, now.view) ? 0 : asked + 1;
      page.take(withNews(before, now));
    }
    plan();
  };
  const wake = (): void => {
    asked = 0;
    clearTimeout(timer);
    if (!document.hidden) void ask();
  };

  document.addEventListener('visibilitychange', wake);
  addEventListener('focus', wake);
  addEventListener('online', wake);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) wake();
  });
  plan();
  return () => {
    asked = 0;
    plan();
  };
};

type State = LivePage['state'];

/** What another tab has started comes with what only the server makes. */
const readNow = async (
  before: State,
): Promise<Pick<State, 'view' | 'qr'> | 'gone' | 'unreachable'> => {
  const view = await readView(before);
  if (typeof view === 'string') return view;
  const { attempt } = view;
  const isKnown =
    !attempt?.next_action ||
    JSON.stringify(attempt.next_action) === JSON.stringify(before.view.attempt?.next_action);
  return isKnown ? { view, qr: before.qr } : readPage(before);
};
