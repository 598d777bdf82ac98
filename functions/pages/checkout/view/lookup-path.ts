import type { Language } from '../../language.ts';

/** The address of the lookup form, for one shop when it is named. */
export const lookupPath = ({
  language,
  merchant,
  mode,
}: {
  readonly language: Language;
  readonly merchant?: string | undefined;
  readonly mode: 'test' | 'live';
}): string =>
  `/lookup?${new URLSearchParams({
    ...(merchant === undefined ? {} : { merchant }),
    ...(mode === 'test' ? { mode } : {}),
    lang: language,
  })}`;
