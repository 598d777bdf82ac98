/**
 * What accounts share when the merchant has not said: the gateway's host, so that two accounts at one gateway fail
 * together and two gateways of one kind do not; the provider where settings name no address.
 */
export const defaultUpstream = (
  provider: string,
  config: Readonly<Record<string, unknown>>,
): string => {
  const addresses = Object.values(config).filter(
    (value): value is string => typeof value === 'string' && /^https?:\/\//.test(value),
  );
  const address = addresses.find((text) => URL.canParse(text));
  return address === undefined ? provider : new URL(address).host.slice(0, 100);
};
