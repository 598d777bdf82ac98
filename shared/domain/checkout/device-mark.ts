/** What an attempt remembers of the browser it was started in. Both are hashes that mean something to one shop only. */
export interface DeviceMarks {
  readonly device?: string;
  readonly fingerprint?: string;
}

/**
 * The text whose hash is a mark: the same browser at two shops has two marks, so that shops that put their orders together
 * cannot follow a buyer.
 */
export const deviceMarkText = (tenantKey: string, kind: keyof DeviceMarks, value: string): string =>
  `${tenantKey}#${kind}#${value}`;
