import { CLIENT_ADDRESS_HEADER, PUBLIC_HOST_HEADER } from '#shared/contract/environment.ts';

/**
 * What CloudFront changes on the way to the front API: its viewer-request function sets the client's host and
 * address, the origin's custom headers prove that the request came through it, and the origin sees its own host name.
 */
export const frontDoorHeaders = (
  originHeaders: Readonly<Record<string, string>>,
  viewer: { readonly host: string; readonly address: string; readonly originHost: string },
): Record<string, string> => ({
  [PUBLIC_HOST_HEADER]: viewer.host,
  [CLIENT_ADDRESS_HEADER]: viewer.address,
  ...originHeaders,
  host: viewer.originHost,
});
