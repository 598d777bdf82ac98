import type { NextAction } from '../../domain/orders/attempt.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { formAction } from '../wire/form-action.ts';
import { endpoint } from './client.ts';
import type { EpayContext } from './config.ts';

const MAX_URL_CHARACTERS = 4096;
const MAX_HTML_CHARACTERS = 65_536;

/** v2's `pay_type` words whose `pay_info` a checkout page can use, by the v1 field that means the same. */
const V1_FIELD_OF_PAY_TYPE: Readonly<Record<string, string>> = {
  qrcode: 'qrcode',
  jump: 'payurl',
  urlscheme: 'urlscheme',
  html: 'html',
};

/** Schemes by which a "link" would run in the page instead of leaving it. */
const SCRIPT_SCHEMES = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:']);

/**
 * What the gateway wants the buyer to do. Documents promise exactly one of the fields; of several, the one that
 * needs least trust wins: a QR code, a web link, an app link, a form.
 *
 * @returns `undefined` when there is none that may be shown
 */
export const nextActionOf = (context: EpayContext, fields: Fields): NextAction | undefined => {
  const payType = textField(fields, 'pay_type', 32);
  const read = (name: string, maxLength: number): string =>
    context.config.protocol === 'v1'
      ? textField(fields, name, maxLength)
      : V1_FIELD_OF_PAY_TYPE[payType] === name
        ? textField(fields, 'pay_info', maxLength)
        : '';
  const content = read('qrcode', MAX_URL_CHARACTERS);
  if (content) return { kind: 'qr', content };
  const url =
    webLink(read('payurl', MAX_URL_CHARACTERS), endpoint(context, '')) ??
    appLink(read('urlscheme', MAX_URL_CHARACTERS));
  if (url) return { kind: 'redirect', url };
  return formAction(read('html', MAX_HTML_CHARACTERS), endpoint(context, ''));
};

/** The documents' own example of a `payurl` is relative. */
const webLink = (text: string, base: string): string | undefined => {
  const url = text ? URL.parse(text, base) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined;
};

const appLink = (text: string): string | undefined => {
  const url = text ? URL.parse(text) : null;
  return url && !SCRIPT_SCHEMES.has(url.protocol) ? text : undefined;
};
