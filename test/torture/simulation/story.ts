import type { Point } from './step.ts';

interface StoryEntry {
  readonly atMillis: number;
  readonly who: string;
  readonly what: Point | string;
  outcome: string;
}

/** What happened, in order. Kept as data and written out only for the run that somebody reads. */
export class Story {
  readonly #entries: StoryEntry[] = [];
  readonly #startMillis: number;

  constructor(startMillis: number) {
    this.#startMillis = startMillis;
  }

  /** The outcome may be set later, when it is known. */
  add(atMillis: number, who: string, what: Point | string, outcome = ''): StoryEntry {
    const entry = { atMillis, who, what, outcome };
    this.#entries.push(entry);
    return entry;
  }

  /** `t+12.345s  apply#2  write orders version 3  → dies after` */
  lines(): string[] {
    const width = Math.max(0, ...this.#entries.map(({ who }) => who.length));
    return this.#entries.map(({ atMillis, who, what, outcome }) => {
      const seconds = ((atMillis - this.#startMillis) / 1_000).toFixed(3);
      const arrow = outcome && `  → ${outcome.replaceAll('_', ' ')}`;
      return `t+${seconds}s  ${who.padEnd(width)}  ${textOf(what)}${arrow}`;
    });
  }

  toString(): string {
    return this.lines().join('\n');
  }
}

export const textOf = (what: Point | string): string => {
  if (typeof what === 'string') return what;
  const { kind, label, detail } = what;
  if (kind === 'start') return label;
  return [kind, label, detail].filter((part) => part).join(' ');
};
