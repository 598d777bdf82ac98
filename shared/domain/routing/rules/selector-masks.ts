import type { Selector } from './compile-selector.ts';
import type { ChannelFacts } from './facts.ts';

/** Answers which channels a rule means, for one payment after another. */
export interface SelectorMasks {
  /** Names the channels and the payment of the questions that follow. */
  load(channels: readonly ChannelFacts[], amountMinor: number): void;
  /** Whether the selector of this number chooses the channel at this place. */
  chooses(selector: number, place: number): boolean;
}

/**
 * Selectors that look only at what stays the same between payments are asked once per list of channels and read from a
 * table of bytes then; the others are asked each time.
 */
export const newSelectorMasks = (selectors: readonly Selector[]): SelectorMasks => {
  let channels: readonly ChannelFacts[] = [];
  let amount = 0;
  let table = new Uint8Array(0);
  const fill = (): void => {
    table = new Uint8Array(selectors.length * channels.length);
    for (const [number, selector] of selectors.entries()) {
      if (!selector.isStatic) continue;
      for (const [place, channel] of channels.entries()) {
        table[number * channels.length + place] = selector.test(channel, 0) ? 1 : 0;
      }
    }
  };
  return {
    load: (wanted, amountMinor) => {
      amount = amountMinor;
      if (wanted === channels) return;
      channels = wanted;
      fill();
    },
    chooses: (number, place) => {
      const selector = selectors[number] as Selector;
      return selector.isStatic
        ? table[number * channels.length + place] === 1
        : selector.test(channels[place] as ChannelFacts, amount);
    },
  };
};
