import type { OpenCheckoutDeps } from '#shared/application/checkout/open-checkout.ts';
import type { PresentCheckoutDeps } from '#shared/application/checkout/present-checkout.ts';
import type { Log } from '#shared/application/ports/runtime.ts';
import type { RenderOptions } from './render-checkout.tsx';

/** What every page of an order is made with. */
export interface PageServices extends OpenCheckoutDeps, PresentCheckoutDeps {
  readonly runtime: OpenCheckoutDeps['runtime'];
  readonly log: Log;
  readonly scripts?: RenderOptions['scripts'];
}
