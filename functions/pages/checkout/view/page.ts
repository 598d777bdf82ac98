import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { METHOD_NAMES } from '#shared/domain/channels/channel-names.ts';
import type { Language } from '../../language.ts';
import type { Dictionary } from '../words/dictionary.ts';

/** A message about the buyer's last tap. */
export type Problem = keyof Dictionary['problems'];

/** A QR code as data. */
export interface QrPath {
  /** Modules along one side, the quiet zone of four (ISO/IEC 18004) included. */
  readonly size: number;
  /** The dark modules as an SVG path in units of one module. */
  readonly path: string;
}

/** What the page is drawn from, as data: the server makes it, and the page's script keeps it up to date. */
export interface PageState {
  readonly view: CheckoutView;
  readonly language: Language;
  /** Absent when the order was found by number and contact: then nothing can be paid from here. */
  readonly token?: string;
  /** The buyer asked to be taken to the provider. */
  readonly go?: boolean;
  /** The method that the buyer chose and that asks for something first. */
  readonly chosen?: PaymentMethod;
  readonly problem?: Problem;
  /** Why, in the buyer's language, where a provider's refusal says it better. */
  readonly why?: string;
  /** What the buyer typed and what came to nothing, so that nobody types it twice. */
  readonly typed?: Readonly<Record<string, string>>;
  /** The code to scan for the open payment. Made by the server, so that no browser has to read a library for it. */
  readonly qr?: QrPath | undefined;
  /** The cards lie open. Otherwise a tap uncovers them. */
  readonly revealed?: boolean;
}

/** What is known in a browser whose script runs. */
export interface Live {
  /** The submit whose answer is waited for: the value of its button. */
  readonly busy?: string;
  /** The last calls did not get through. */
  readonly offline?: boolean;
  /** What was copied last. */
  readonly copied?: string;
  /** WeChat's own payment window can be opened. */
  readonly inWechat: boolean;
}

/** Everything that the components draw from. */
export interface Page extends PageState {
  readonly words: Dictionary;
  /** The server's clock. */
  readonly now: Date;
  /** Absent on the server, and in a browser until the script runs. */
  readonly live?: Live;
}

export interface PageProps {
  readonly page: Page;
}

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

/** Where the page's forms go. */
export const formAction = ({ token = '', language }: PageState, action: 'pay' | 'code'): string =>
  pagePath(`${checkoutPath(token)}/${action}`, language);

/** The page itself, in either language. */
export const selfPath = ({ token }: PageState, language: Language): string =>
  pagePath(token === undefined ? '/lookup' : checkoutPath(token), language);

/** Set while the answer to a tap is waited for. */
export const isBusy = ({ live }: Page): true | undefined =>
  live?.busy === undefined ? undefined : true;
