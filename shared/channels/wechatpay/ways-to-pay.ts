import { z } from 'zod';
import type { NextAction } from '../../domain/orders/attempt.ts';
import { providerAddress } from '../wire/provider-address.ts';

const MAX_CHARACTERS = 2_048;

const codeSchema = z.object({ code_url: z.string().min(1).max(MAX_CHARACTERS) });
const linkSchema = z.object({ h5_url: z.url().max(MAX_CHARACTERS) });

/** Native: what the QR code holds (`weixin://wxpay/bizpayurl?pr=…`); it works for two hours. */
export const codeIn = (body: unknown): NextAction | undefined => {
  const code = codeSchema.safeParse(body).data?.code_url;
  return code === undefined ? undefined : { kind: 'qr', content: code };
};

/** H5: a page that opens WeChat and then leads back to us; it works for five minutes. */
export const linkIn = (body: unknown, returnUrl: string): NextAction | undefined => {
  const link = linkSchema.safeParse(body).data?.h5_url;
  const url = link === undefined ? null : URL.parse(link);
  if (!url || !providerAddress.safeParse(url.origin).success) return undefined;
  const joint = url.search === '' ? '?' : '&';
  return {
    kind: 'redirect',
    url: `${url.href}${joint}redirect_url=${encodeURIComponent(returnUrl)}`,
  };
};

const prepaySchema = z.object({ prepay_id: z.string().regex(/^[\w-]{1,64}$/) });

/** JSAPI: the order's name for the buyer's WeChat; it works for two hours. */
export const prepayIdIn = (body: unknown): string | undefined =>
  prepaySchema.safeParse(body).data?.prepay_id;
