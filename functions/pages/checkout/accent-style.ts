import { accentShades, type Shade } from '#shared/domain/merchants/accent-shades.ts';

/** The shop's colour in place of the palette's, as the end of a page's style sheet; nothing when it has none. */
export const accentStyle = (accent: string | null): string => {
  if (accent === null) return '';
  const { light, dark } = accentShades(accent);
  return `${root(light)}\n@media (prefers-color-scheme:dark){${root(dark)}}\n`;
};

const root = ({ accent, onAccent }: Shade): string =>
  `:root{--accent:${accent};--on-accent:${onAccent}}`;
