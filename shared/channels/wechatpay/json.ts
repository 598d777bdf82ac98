/**
 * The JSON value in these bytes.
 *
 * @returns `undefined` when they are no JSON in UTF-8
 */
export const readJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};
