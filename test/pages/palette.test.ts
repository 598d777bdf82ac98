import { describe, expect, it } from 'vitest';
import { PALETTE } from '#functions/pages/palette.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (hex: string): number => {
  const digits = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const schemes = [...PALETTE.matchAll(/:root\{(.*?)\}/g)].map(([, block = '']) =>
  Object.fromEntries([...block.matchAll(/--([\w-]+):(#\w+)/g)].map(([, name, hex]) => [name, hex])),
);

const USED_TOGETHER = [
  ['ink', 'paper'],
  ['ink', 'ground'],
  ['ink', 'code'],
  ['ink', 'good-ground'],
  ['ink', 'warn-ground'],
  ['ink', 'bad-ground'],
  ['soft', 'paper'],
  ['soft', 'ground'],
  ['accent', 'paper'],
  ['accent', 'ground'],
  ['on-accent', 'accent'],
  ['good', 'good-ground'],
  ['warn', 'warn-ground'],
  ['bad', 'bad-ground'],
  ['bad', 'paper'],
] as const;

describe.each([
  ['light', schemes[0]],
  ['dark', schemes[1]],
])('the %s colours', (_name, colours) => {
  it.each(USED_TOGETHER)('%s on %s can be read (4.5:1)', (text, ground) => {
    expect(contrast(colours?.[text] ?? '', colours?.[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});

describe('a style sheet', () => {
  it('has no character that HTML would escape, or its hash would not fit', () => {
    expect(PALETTE).not.toMatch(/[&<"]/);
  });
});
