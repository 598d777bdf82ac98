import { z } from 'zod';
import { below } from '../wire/provider-address.ts';
import { buyersAppOf, type WechatPayContext } from './config.ts';
import { readJson } from './json.ts';
import { isAppRefused, isCodeSpent } from './status.ts';

const OAUTH_URL = 'https://api.weixin.qq.com';

/**
 * - `code_spent`: used before, too old, or made up: the buyer authorises anew.
 * - `app_refused`: WeChat does not take the app's secret or address.
 */
export type OpenidOutcome =
  | { readonly kind: 'openid'; readonly openid: string }
  | { readonly kind: 'code_spent' }
  | { readonly kind: 'app_refused'; readonly word: string; readonly detail: string }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

export const openidSchema = z.string().regex(/^[\w-]{10,128}$/);

const replySchema = z.object({
  openid: openidSchema.optional(),
  errcode: z.int().optional(),
  errmsg: z.string().optional(),
});

/** Who the buyer is to the official account. A code works once, for five minutes. */
export const openidOf = async (context: WechatPayContext, code: string): Promise<OpenidOutcome> => {
  const { config, credentials } = context;
  // The secret itself travels in the URL, so this URL must never be logged.
  const search = new URLSearchParams({
    appid: buyersAppOf(config),
    secret: credentials.appSecret ?? '',
    code,
    grant_type: 'authorization_code',
  });
  const response = await context.http.request({
    method: 'GET',
    url: `${below(config.oauthUrl ?? OAUTH_URL, 'sns/oauth2/access_token')}?${search}`,
    headers: { accept: 'application/json' },
  });
  if (response.kind !== 'response') return response;
  const reply = replySchema.safeParse(readJson(response.bytes)).data;
  if (response.status !== 200 || !reply)
    return { kind: 'no_answer', detail: `WeChat answered ${response.status} to the buyer's code` };
  const { openid, errcode = 0, errmsg = '' } = reply;
  if (errcode === 0 && openid !== undefined) return { kind: 'openid', openid };
  if (isCodeSpent(errcode)) return { kind: 'code_spent' };
  const detail = `WeChat answered ${errcode} to the buyer's code: ${errmsg.slice(0, 120)}`;
  return isAppRefused(errcode)
    ? { kind: 'app_refused', word: String(errcode), detail }
    : { kind: 'no_answer', detail };
};
