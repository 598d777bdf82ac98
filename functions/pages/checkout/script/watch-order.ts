import { pollDelay } from './poll-delay.ts';
import { readState } from './read-state.ts';
import type { LivePage } from './start.tsx';

/** Failures in a row before the buyer is told: one lost call is no news. */
const TOLD_AFTER = 2;

/**
 * Asks for the order's state for as long as something may happen. A page that nobody sees asks nothing; when the buyer comes
 * back, from another tab, another app or the browser's history, it asks at once.
 */
export const watchOrder = (page: LivePage): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let asked = 0;
  let failed = 0;

  const plan = (): void => {
    clearTimeout(timer);
    if (document.hidden) return;
    const { view } = page.state;
    const leftMillis = Date.parse(view.expires_at) - Date.parse(view.now);
    const delay = pollDelay(page.state, { asked, failed, leftMillis });
    if (delay !== undefined) timer = setTimeout(ask, delay);
  };
  const ask = async (): Promise<void> => {
    if (isAsking || page.state.token === undefined) return;
    isAsking = true;
    const before = page.state;
    const view = await readState(before);
    isAsking = false;
    if (view === 'gone') return location.reload();
    if (view === 'unreachable') {
      failed += 1;
      if (failed >= TOLD_AFTER) page.note({ offline: true });
      return plan();
    }
    if (failed >= TOLD_AFTER) page.note({ offline: false });
    failed = 0;
    asked += 1;
    // A tap was answered meanwhile, and knows more.
    if (page.state === before) {
      if (isNews(before.view, view)) asked = 0;
      page.take(withNews(before, view));
    }
    plan();
  };
  const wake = (): void => {
    asked = 0;
    if (document.hidden) clearTimeout(timer);
    else void ask();
  };

  document.addEventListener('visibilitychange', wake);
  addEventListener('focus', wake);
  addEventListener('online', wake);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) wake();
  });
  // A payment that was just started is asked about soon.
  document.addEventListener('arteria:started', () => {
    asked = 0;
    plan();
  });
  plan();
};

type View = LivePage['state']['view'];

const isNews = (before: View, now: View): boolean =>
  before.state !== now.state || before.attempt?.state !== now.attempt?.state;

const withNews = ({ go: _, ...before }: LivePage['state'], view: View): LivePage['state'] => {
  const { problem: __, why: ___, ...rest } = before;
  // A message stands until something else happened.
  const kept = isNews(before.view, view) ? rest : before;
  const justCame = before.view.delivery === null && view.delivery !== null;
  return { ...kept, view, ...(justCame ? { revealed: true } : {}) };
};
