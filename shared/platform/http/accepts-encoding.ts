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
