import type { RawCallback } from '#shared/application/ports/channel-port.ts';

/** Every bit of what is short; of longer texts one bit of each byte, another one each time. */
const SHORT_BYTES = 400;

function* flips(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      if (bytes.length > SHORT_BYTES && bit !== at % 8) continue;
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      yield changed;
    }
  }
}

/** Callbacks that differ from the given one in one bit of its query, its body, or one of the named headers. */
export function* bitFlips(
  callback: RawCallback,
  headers: readonly string[] = [],
): Generator<RawCallback> {
  for (const query of flips(Buffer.from(callback.query, 'latin1')))
    yield { ...callback, query: query.toString('latin1') };
  for (const body of flips(Buffer.from(callback.body))) yield { ...callback, body };
  for (const name of headers)
    for (const value of flips(Buffer.from(callback.headers[name] ?? '', 'latin1')))
      yield {
        ...callback,
        headers: { ...callback.headers, [name]: value.toString('latin1') },
      };
}
