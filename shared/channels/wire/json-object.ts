/** The JSON object in a text; `undefined` when it is none. */
export const jsonObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
};

/** The same of bytes, which must be UTF-8. */
export const jsonObjectOf = (bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined => {
  try {
    return jsonObject(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};

/** A text in an object, bounded; `''` when it is missing or no text. */
export const textIn = (
  value: Readonly<Record<string, unknown>> | undefined,
  name: string,
  maxLength = 200,
): string => {
  const text = value?.[name];
  return typeof text === 'string' ? text.slice(0, maxLength) : '';
};
