import { type Language, LOCALES } from '../language.ts';
import { DICTIONARIES } from './dictionary.ts';

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
  const left =
    secondsLeft >= 60 ? words.minutes(Math.floor(secondsLeft / 60)) : words.seconds(secondsLeft);
  const time = new Intl.DateTimeFormat(LOCALES[language], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: ZONES[language],
  }).format(new Date(expiresAt));
  return words.timeLeft(left, ZONE_NAMES[language](time));
};
