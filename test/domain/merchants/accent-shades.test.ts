import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PALETTE } from '#functions/pages/palette.ts';
import { accentShades } from '#shared/domain/merchants/accent-shades.ts';
import { contrast } from '#test/support/contrast.ts';

/** The page's own grounds, from its style sheet. */
const [LIGHT = [], DARK = []] = [...PALETTE.matchAll(/:root\{(.*?)\}/g)].map(([, block = '']) =>
  ['paper', 'ground'].map((name) => new RegExp(`--${name}:(#\\w+)`).exec(block)?.[1] ?? ''),
);

const hex = (channels: readonly number[]): string =>
  `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Any colour, with the grey ones, the pale ones and the edges no rarer than the others. */
const someColour = fc
  .oneof(
    fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)),
    fc.nat(255).map((grey) => [grey, grey, grey]),
    fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(0, 1, 127, 128, 254, 255))),
  )
  .map(hex);

const mixed = (colour: string, toward: number, share: number): string =>
  hex(channels(colour).map((channel) => channel + (toward - channel) * share));

describe('the shades of a shop’s colour', () => {
  it('can be read on every ground of their scheme, and be written on (4.5:1), whatever the colour', () => {
    fc.assert(
      fc.property(someColour, (colour) => {
        const { light, dark } = accentShades(colour);
        for (const [shade, grounds] of [
          [light, LIGHT],
          [dark, DARK],
        ] as const) {
          for (const ground of grounds)
            expect(contrast(shade.accent, ground)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(shade.onAccent, shade.accent)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('are the colour itself where it can be read as it is', () => {
    fc.assert(
      fc.property(someColour, (colour) => {
        const { light, dark } = accentShades(colour);
        if (LIGHT.every((ground) => contrast(colour, ground) >= 4.5))
          expect(light.accent).toBe(colour);
        if (DARK.every((ground) => contrast(colour, ground) >= 4.5))
          expect(dark.accent).toBe(colour);
      }),
      { numRuns: 3_000 },
    );
  });

  it('are no further away than they have to be: one step less could not be read', () => {
    fc.assert(
      fc.property(someColour, (colour) => {
        const { light, dark } = accentShades(colour);
        for (const [{ accent }, grounds, toward] of [
          [light, LIGHT, 0],
          [dark, DARK, 255],
        ] as const) {
          const step = Array.from({ length: 256 }, (_, index) => index).find(
            (index) => mixed(colour, toward, index / 255) === accent,
          );
          expect(step).toBeDefined();
          if (step === undefined || step === 0) continue;
          const before = mixed(colour, toward, (step - 1) / 255);
          expect(Math.min(...grounds.map((ground) => contrast(before, ground)))).toBeLessThan(4.5);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('keep the order of the primary colours, and with it the hue', () => {
    fc.assert(
      fc.property(someColour, (colour) => {
        const [red = 0, green = 0, blue = 0] = channels(colour);
        for (const { accent } of Object.values(accentShades(colour))) {
          const [r = 0, g = 0, b = 0] = channels(accent);
          expect(Math.sign(r - g) * Math.sign(red - green)).toBeGreaterThanOrEqual(0);
          expect(Math.sign(g - b) * Math.sign(green - blue)).toBeGreaterThanOrEqual(0);
          expect(Math.sign(b - r) * Math.sign(blue - red)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it.each(['red', '#fff', '#12345g', '#123456;}body{display:none', ''])(
    'of %j, which is no colour, are none',
    (text) => {
      expect(() => accentShades(text)).toThrow('not a colour');
    },
  );
});
