import type { Language } from '#functions/pages/language.ts';

const SCREENS = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
  desktop: { width: 1280, height: 800 },
} as const;

/** A screen, a light and a language: how a page can be looked at. */
export interface View {
  readonly screen: keyof typeof SCREENS;
  readonly size: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
  readonly language: Language;
}

/** Every combination. */
export const VIEWS: readonly View[] = (
  Object.entries(SCREENS) as [View['screen'], View['size']][]
).flatMap(([screen, size]) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    (['zh', 'en'] as const).map((language) => ({ screen, size, colorScheme, language })),
  ),
);

export const fileOf = (state: string, { screen, colorScheme, language }: View): string =>
  `${state}.${screen}.${colorScheme}.${language}.png`;
