/** A colour to write with, and what can be written on it: `#rrggbb` both. */
export interface Shade {
  readonly accent: string;
  readonly onAccent: string;
}

export interface AccentShades {
  readonly light: Shade;
  readonly dark: Shade;
}

/**
 * What the page writes on, by scheme (functions/pages/palette.ts: --paper, --ground), and the end of the scale that a
 * colour moves to until it can be read there.
 */
const SCHEMES = {
  light: { grounds: ['#ffffff', '#f4f5f7'], toward: 0, onAccent: '#ffffff' },
  dark: { grounds: ['#1b1f25', '#111418'], toward: 255, onAccent: '#111418' },
} as const;

/** WCAG 2.2, 1.4.3. */
const MIN_CONTRAST = 4.5;
const STEPS = 255;

type Channels = readonly [number, number, number];

const channelsOf = (hex: string): Channels => {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error('not a colour');
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
};

const hexOf = (channels: Channels): string =>
  `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/** Relative luminance (WCAG 2.2, from sRGB). */
const luminanceOf = (channels: Channels): number => {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrastOf = (a: Channels, b: Channels): number => {
  const [lower = 0, higher = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y);
  return (higher + 0.05) / (lower + 0.05);
};

/**
 * The shades of a shop's colour for both schemes, changed as little as possible: mixed with black on light grounds and
 * with white on dark ones, which keeps the hue, until text in it has a contrast of 4.5:1 on each ground. What is
 * written on it has the colour of a ground, so that this contrast is kept too.
 *
 * @param accent `#rrggbb`
 */
export const accentShades = (accent: string): AccentShades => ({
  light: shadeOf(channelsOf(accent), SCHEMES.light),
  dark: shadeOf(channelsOf(accent), SCHEMES.dark),
});

const shadeOf = (
  colour: Channels,
  { grounds, toward, onAccent }: (typeof SCHEMES)[keyof typeof SCHEMES],
): Shade => {
  const written = grounds.map(channelsOf);
  for (let step = 0; step <= STEPS; step += 1) {
    const mixed = colour.map((channel) =>
      Math.round(channel + ((toward - channel) * step) / STEPS),
    ) as unknown as Channels;
    if (written.every((ground) => contrastOf(mixed, ground) >= MIN_CONTRAST))
      return { accent: hexOf(mixed), onAccent };
  }
  throw new Error('black and white can be read on every ground');
};
