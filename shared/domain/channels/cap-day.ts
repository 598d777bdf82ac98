/** Formatters by zone: making one costs as much as a thousand uses. */
const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (dayZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(dayZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: dayZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(dayZone, made);
  return made;
};

/**
 * The calendar day of an instant where the channel's provider counts its days: whose cap a payment uses.
 *
 * @param dayZone IANA name, e.g. `Asia/Shanghai`
 * @returns `YYYY-MM-DD`
 * @throws RangeError when the zone does not exist ({@link isDayZone} tells beforehand)
 */
export const capDay = (instant: Date, dayZone: string): string => {
  const parts = new Map(
    formatterOf(dayZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
};

/** Whether a text names a time zone (IANA) that days can be counted in. */
export const isDayZone = (text: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
};
