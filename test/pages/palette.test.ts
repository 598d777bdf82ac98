import { describe, expect, it } from 'vitest';
import { PALETTE } from '#functions/pages/palette.ts';
import { contrast } from '#test/support/contrast.ts';

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
