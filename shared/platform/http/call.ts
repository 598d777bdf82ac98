import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { KnownDevice } from '../../domain/checkout/known-device.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';

/** Whom an API key belongs to. */
export interface Caller {
  readonly tenant: Tenant;
  readonly keyId: string;
}

/** One HTTP request as a route sees it, beside its parsed params, query and body. */
export interface Call {
  readonly requestId: string;
  /** `https://pay.example.com`, as the client addressed us; no trailing slash. */
  readonly publicBaseUrl: string;
  readonly clientIp: string;
  readonly userAgent: string;
  /** Two letters, as the front door says; `undefined` where it does not know. A hint, never a proof. */
  readonly country: string | undefined;
  /** The browser's device, by its signed cookie; `undefined` when it has none, or the function knows no devices. */
  readonly knownDevice: KnownDevice | undefined;
  /** The body as text when the route takes text and the client sent text. */
  readonly text: string | undefined;
  readonly contentType: string;
  readonly header: (name: string) => string | undefined;
  readonly event: APIGatewayProxyEventV2;
}

export type AuthenticatedCall = Call & Caller;

/** A reply that is not JSON (pages, redirects) or needs headers of its own. */
export class RawReply<Body extends string | Uint8Array = string> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes are sent as they are, in the encoding that the headers name. */
  readonly body: Body;
  /** The device that the browser is to remember from now on. Absent: as before. */
  readonly device: KnownDevice | undefined;

  constructor(
    status: number,
    headers: Readonly<Record<string, string>>,
    body: Body,
    device?: KnownDevice,
  ) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.device = device;
  }

  /** The same reply, which makes the browser remember a device; unchanged without one. */
  remembering(device: KnownDevice | undefined): RawReply<Body> {
    return device ? new RawReply(this.status, this.headers, this.body, device) : this;
  }
}
