import type { LivePage } from './live-page.ts';
import { typedNow } from './typed-fields.ts';

/**
 * A method that asks for something first has a page of its own, by a link. Here its form is drawn in place: what was typed
 * stays, and nothing is waited for. The browser's way back leads to the list again.
 */
export const chooseInPlace = (page: LivePage): void => {
  document.addEventListener('click', (event) => {
    const { target, button, metaKey, ctrlKey, shiftKey, altKey } = event;
    const opensElsewhere = button !== 0 || metaKey || ctrlKey || shiftKey || altKey;
    if (opensElsewhere || !(target instanceof Element)) return;
    const link = target.closest<HTMLAnchorElement>('a[data-choice]');
    if (!link) return;
    event.preventDefault();
    history.pushState(null, '', link.href);
    showChoice(page);
  });
  addEventListener('popstate', () => showChoice(page));
};

/** Draws what the address says. */
const showChoice = (page: LivePage): void => {
  const wanted = new URLSearchParams(location.search).get('method');
  const chosen = page.state.view.methods.find((method) => method === wanted);
  const { chosen: _, problem: __, why: ___, typed = {}, ...rest } = page.state;
  const next = { ...rest, typed: { ...typed, ...typedNow() } };
  page.take(chosen ? { ...next, chosen } : next);
  // As after a new page, whoever uses the keyboard goes on where something is to be done.
  document.querySelector<HTMLElement>(chosen ? '.field :is(input,select)' : '.method')?.focus();
};
