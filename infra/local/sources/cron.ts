import { unsupported } from '../template/unsupported.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** EventBridge counts Sunday as 1. */
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MINUTE_MILLIS = 60_000;
/** The longest that a satisfiable expression can stay silent: 29 February. */
const LONGEST_SEARCH_DAYS = 8 * 366;

type Field = (value: number) => boolean;

/**
 * EventBridge's `cron(minute hour day-of-month month day-of-week year)`, in UTC: the first time after `after`, or
 * `undefined` when there is none.
 * @throws LocalStackError on `L`, `W` and `#`, which the local stack does not know.
 */
export const nextCronTime = (fields: readonly string[], after: Date): Date | undefined => {
  const [minute, hour, day, month, weekday, year] = parseFields(fields);
  const isDay = (at: Date) =>
    year(at.getUTCFullYear()) &&
    month(at.getUTCMonth() + 1) &&
    day(at.getUTCDate()) &&
    weekday(at.getUTCDay() + 1);
  const start = new Date(
    Math.floor(after.getTime() / MINUTE_MILLIS) * MINUTE_MILLIS + MINUTE_MILLIS,
  );
  let at = start;
  for (let days = 0; days <= LONGEST_SEARCH_DAYS; days += 1) {
    if (isDay(at)) {
      const midnight = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
      const found = firstTimeOfDay(midnight, hour, minute, start.getTime());
      if (found !== undefined) return new Date(found);
    }
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1));
  }
  return undefined;
};

const firstTimeOfDay = (midnight: number, hour: Field, minute: Field, notBefore: number) => {
  for (let hours = 0; hours < 24; hours += 1) {
    if (!hour(hours)) continue;
    for (let minutes = 0; minutes < 60; minutes += 1) {
      const at = midnight + (hours * 60 + minutes) * MINUTE_MILLIS;
      if (at >= notBefore && minute(minutes)) return at;
    }
  }
  return undefined;
};

const parseFields = (fields: readonly string[]): [Field, Field, Field, Field, Field, Field] => {
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6) throw unsupported(`cron(${fields.join(' ')})`, 'not six fields');
  return [
    parseField(minute, 0, []),
    parseField(hour, 0, []),
    parseField(day, 1, []),
    parseField(month, 1, MONTHS),
    parseField(weekday, 1, WEEKDAYS),
    parseField(year, 1970, []),
  ];
};

const parseField = (text: string, lowest: number, names: readonly string[]): Field => {
  const parts = text.split(',').map((part) => parsePart(part, lowest, names));
  return (value) => parts.some((matches) => matches(value));
};

const parsePart = (part: string, lowest: number, names: readonly string[]): Field => {
  const numberOf = (word: string): number => {
    const index = names.indexOf(word.toUpperCase());
    return index < 0 ? Number(word) : index + 1;
  };
  const [range = '', step] = part.split('/');
  const every = step === undefined ? 1 : Number(step);
  const [from = '', to] = range.split('-');
  const any = range === '*' || range === '?';
  const first = any ? lowest : numberOf(from);
  const open = any || (to === undefined && step !== undefined);
  const last = open ? Number.POSITIVE_INFINITY : numberOf(to ?? from);
  if (![first, last, every].every((value) => value >= 0) || every < 1) {
    throw unsupported('cron expression', part);
  }
  return (value) => value >= first && value <= last && (value - first) % every === 0;
};
