import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { METHOD_NAMES } from '#shared/domain/channels/channel-names.ts';
import type { FailureReason } from '#shared/domain/channels/failures/failure-reason.ts';
import type { Language } from '../language.ts';
import { DICTIONARIES, type Dictionary } from './dictionary.ts';

/** A message about the buyer's last tap. */
export type Problem = keyof Dictionary['problems'];

/** What the buyer's page is made of. */
export interface ViewContext {
  readonly view: CheckoutView;
  readonly language: Language;
  readonly now: Date;
  /** Absent when the order was found by number and contact: then nothing can be paid from here. */
  readonly token?: string;
  /** The buyer asked to be taken to the provider. */
  readonly go?: boolean;
  /** The method that the buyer chose and that asks for something first. */
  readonly chosen?: PaymentMethod | undefined;
  readonly problem?: Problem;
  /** What the buyer typed into a form that has to be shown again. */
  readonly typed?: { readonly contact?: string | undefined; readonly phone?: string | undefined };
  /** Why, where a provider's refusal says it better. */
  readonly why?: FailureReason;
}

export const isProblem = (text: string | undefined): text is Problem =>
  text !== undefined && Object.hasOwn(DICTIONARIES.en.problems, text);

/** A method's name as the start of a line. */
export const methodName = (method: PaymentMethod, language: Language): string => {
  const name = METHOD_NAMES[method][language];
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** A method's name within a sentence. */
export const methodInText = (method: PaymentMethod, language: Language): string =>
  METHOD_NAMES[method][language];

/** The buyer's page of one order. */
export const checkoutPath = (token: string): string => `/checkout/${encodeURIComponent(token)}`;

/** The address of one of the buyer's pages in the reader's language. */
export const pagePath = (path: string, language: Language): string => `${path}?lang=${language}`;
