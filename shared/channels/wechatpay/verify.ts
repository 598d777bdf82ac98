import type { WechatPayContext } from './config.ts';
import { type Doubt, doubtOf, isSignedWith, signatureOf } from './message-signature.ts';
import { platformKey } from './platform-keys.ts';

export type Verdict =
  | { readonly kind: 'genuine' }
  | ({ readonly kind: 'refused' } & Doubt)
  /** The certificate that it names could not be fetched. */
  | { readonly kind: 'unavailable'; readonly detail: string };

/** Whether WeChat Pay sent these bytes, just now. May fetch the platform certificate that the message names. */
export const verifyMessage = async (
  context: WechatPayContext,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<Verdict> => {
  const signature = signatureOf(headers);
  const doubt = doubtOf(signature, context.now);
  if (doubt) return { kind: 'refused', ...doubt };
  const found = await platformKey(context, signature.serial);
  switch (found.kind) {
    case 'blank':
      return {
        kind: 'refused',
        reason: 'credentials_blank',
        detail: 'this account has no key to verify with',
      };
    case 'unavailable':
      return found;
    case 'unknown':
      return { kind: 'refused', reason: 'signature_invalid', detail: found.detail };
    case 'key':
      return isSignedWith(found.key, signature, body)
        ? { kind: 'genuine' }
        : {
            kind: 'refused',
            reason: 'signature_invalid',
            detail: 'the signature does not match',
          };
  }
};
