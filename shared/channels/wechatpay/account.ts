import type { WechatPayConfig } from './config.ts';
import { isPartner } from './modes.ts';

/** The fields by which requests say, and messages tell, whose account it is. */
export interface AccountFields {
  readonly appid?: string | undefined;
  readonly mchid?: string | undefined;
  readonly sp_appid?: string | undefined;
  readonly sp_mchid?: string | undefined;
  readonly sub_appid?: string | undefined;
  readonly sub_mchid?: string | undefined;
}

/** Merchant numbers alone: what queries and closings name. */
export const merchantFields = (config: WechatPayConfig): Readonly<Record<string, string>> =>
  isPartner(config)
    ? { sp_mchid: config.mchId, sub_mchid: config.subMchId ?? '' }
    : { mchid: config.mchId };

/** Merchant numbers and apps: what orders name. */
export const accountFields = (config: WechatPayConfig): Readonly<Record<string, string>> =>
  isPartner(config)
    ? {
        sp_appid: config.appId,
        ...merchantFields(config),
        ...(config.subAppId === undefined ? {} : { sub_appid: config.subAppId }),
      }
    : { appid: config.appId, ...merchantFields(config) };

/** In interfaces that both kinds of accounts share, only the sub-merchant is named: the caller is known. */
export const subMerchantField = ({
  subMchId,
}: WechatPayConfig): Readonly<Record<string, string>> =>
  subMchId === undefined ? {} : { sub_mchid: subMchId };

/**
 * What in a message does not name this account: `mchid "1900000109"`. A field that is missing does not name it either.
 *
 * @param expected {@link accountFields} or {@link merchantFields}, whichever this kind of message carries
 */
export const strangeField = (
  expected: Readonly<Record<string, string>>,
  message: AccountFields,
): string | undefined => {
  const strange = Object.entries(expected).find(
    ([name, value]) => message[name as keyof AccountFields] !== value,
  );
  if (!strange) return undefined;
  const [name] = strange;
  return `${name} "${(message[name as keyof AccountFields] ?? '').slice(0, 40)}"`;
};
