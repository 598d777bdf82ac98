import type { PageProps } from './page.ts';

/** Copies a text; shown where the page's script runs. Without it a tap on the text selects it. */
export const CopyButton = ({
  page: { words, live },
  value,
  label,
  shown = words.copy,
}: PageProps & {
  readonly value: string;
  /** What stands on it. */
  readonly shown?: string;
  /** What a screen reader says, where "copy" alone would not say what. */
  readonly label: string;
}) => (
  <button
    class="small"
    type="button"
    data-copy={value}
    aria-label={live?.copied === value ? undefined : label}
    hidden={!live}
  >
    {live?.copied === value ? words.copied : shown}
  </button>
);
