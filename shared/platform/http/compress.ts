import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

/** The better of the encodings that a client takes (RFC 9110, 12.5.3); one with `q=0` is refused. */
export const acceptsEncoding = (header: string | undefined): Encoding | undefined => {
  const offered = new Map(
    (header ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
      return [name, !parameters.some((parameter) => /^\s*q=0(\.0*)?$/.test(parameter))] as const;
    }),
  );
  return (['br', 'gzip'] as const).find((encoding) => offered.get(encoding));
};

/** Below this a reply fits into one packet as it is. */
const MIN_BYTES = 1_200;
/** Five times as fast as the best, and some hundredths larger: replies are made once and read once. */
const BROTLI_QUALITY = 5;

/** A text in the encoding that its client takes; `undefined` when it is to be sent as it is. */
export const compress = (
  text: string,
  acceptEncoding: string | undefined,
): { readonly encoding: Encoding; readonly bytes: Buffer } | undefined => {
  const encoding = acceptsEncoding(acceptEncoding);
  if (!encoding || Buffer.byteLength(text) < MIN_BYTES) return undefined;
  const bytes =
    encoding === 'br'
      ? brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
      : gzipSync(text);
  return { encoding, bytes };
};
