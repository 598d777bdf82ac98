import type { LivePage } from './live-page.ts';

/** How long a button says that it has copied. */
const SAID_MILLIS = 2_000;

/** The buttons that copy a text, and the one that prints. */
export const copyTexts = (page: LivePage): void => {
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest('[data-print]')) print();
    const button = target.closest<HTMLElement>('[data-copy]');
    const text = button?.dataset.copy;
    if (!button || text === undefined) return;
    copy(text, button).then(
      () => {
        page.note({ copied: text });
        setTimeout(() => page.note({ copied: undefined }), SAID_MILLIS);
      },
      // The browser does not let us: the text stays selected, so that the buyer can.
      () => undefined,
    );
  });
};

const copy = async (text: string, button: HTMLElement): Promise<void> => {
  const shown = button.parentElement?.querySelector('.value');
  if (shown) getSelection()?.selectAllChildren(shown);
  await navigator.clipboard.writeText(text);
};
