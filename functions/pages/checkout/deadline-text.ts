import { type Language, LOCALES } from '../language.ts';
import { DICTIONARIES, type Dictionary } from './dictionary.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** Buyers who read Chinese are shown China's clock; a server cannot know the clock of the others. */
const ZONES: Readonly<Record<Language, string>> = { zh: 'Asia/Shanghai', en: 'UTC' };
const ZONE_NAMES: Readonly<Record<Language, (time: string) => string>> = {
  zh: (time) => `北京时间 ${time}`,
  en: (time) => `${time} UTC`,
};

/** How long the buyer has, and until when; rounded down, so that nobody is promised a second too many. */
export const deadlineText = (expiresAt: string, now: Date, language: Language): string => {
  const words = DICTIONARIES[language];
  const secondsLeft = Math.max(0, Math.floor((Date.parse(expiresAt) - now.getTime()) / 1_000));
  const time = new Intl.DateTimeFormat(LOCALES[language], {
    ...(secondsLeft >= HOUR ? { month: 'short', day: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: ZONES[language],
  }).format(new Date(expiresAt));
  return words.timeLeft(leftText(secondsLeft, words), ZONE_NAMES[language](time));
};

const leftText = (secondsLeft: number, words: Dictionary): string => {
  if (secondsLeft >= 2 * HOUR) return words.hours(Math.floor(secondsLeft / HOUR));
  if (secondsLeft >= MINUTE) return words.minutes(Math.floor(secondsLeft / MINUTE));
  return words.seconds(secondsLeft);
};
