import { type Language, LOCALES } from '../../language.ts';
import type { Dictionary } from '../words/dictionary.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** Buyers who read Chinese are shown China's clock; a server cannot know the clock of the others. */
const ZONES: Readonly<Record<Language, string>> = { zh: 'Asia/Shanghai', en: 'UTC' };

export interface Deadline {
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly now: Date;
  readonly language: Language;
  readonly words: Dictionary;
  /** Counts every second, and by the clock of the buyer's own device. */
  readonly ticks?: boolean;
}

/** How long the buyer has, and until when; rounded down, so that nobody is promised a second too many. */
export const deadlineText = ({ expiresAt, now, language, words, ticks }: Deadline): string => {
  const secondsLeft = Math.max(0, Math.floor((Date.parse(expiresAt) - now.getTime()) / 1_000));
  const time = timeText(expiresAt, language, { withDay: secondsLeft >= HOUR, isLocal: ticks });
  const left = ticks && secondsLeft < 2 * HOUR ? clock(secondsLeft) : leftText(secondsLeft, words);
  return words.timeLeft(left, ticks ? time : words.clockOf(time));
};

/** A moment as its reader writes it, in the zone of the page or of the buyer's device. */
export const timeText = (
  at: string,
  language: Language,
  { withDay = true, isLocal = false }: { withDay?: boolean; isLocal?: boolean | undefined },
): string =>
  new Intl.DateTimeFormat(LOCALES[language], {
    ...(withDay ? { month: 'short', day: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(isLocal ? {} : { timeZone: ZONES[language] }),
  }).format(new Date(at));

/** `4:05`. */
const clock = (seconds: number): string =>
  `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, '0')}`;

const leftText = (secondsLeft: number, words: Dictionary): string => {
  if (secondsLeft >= 2 * HOUR) return words.hours(Math.floor(secondsLeft / HOUR));
  if (secondsLeft >= MINUTE) return words.minutes(Math.floor(secondsLeft / MINUTE));
  return words.seconds(secondsLeft);
};
