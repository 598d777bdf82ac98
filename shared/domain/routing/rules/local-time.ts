/** Formatters by zone: making one costs as much as a thousand uses. */
const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    weekday: 'short',
  });
  formatters.set(timeZone, made);
  return made;
};

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Hour (0–23) and weekday (1–7, Monday is 1) of an instant in a zone: what rules ask for as `hour` and `weekday`.
 *
 * @param timeZone IANA name of a zone that exists
 */
export const localTime = (now: Date, timeZone: string): { hour: number; weekday: number } => {
  const parts = formatterOf(timeZone).formatToParts(now);
  const part = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? '';
  return { hour: Number(part('hour')), weekday: WEEKDAYS.indexOf(part('weekday')) + 1 };
};
