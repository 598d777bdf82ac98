import { createHash, type X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { ProviderHttp, ProviderResponse } from '../../application/ports/provider-http.ts';
import { openContent, sealedContentSchema } from './aead.ts';
import { readCertificates, serialOf } from './certificates.ts';
import type { WechatPayContext } from './config.ts';
import { enteredKey } from './entered-keys.ts';
import { readJson } from './json.ts';
import { doubtOf, isSignedWith, signatureOf } from './message-signature.ts';
import { apiUrlOf, signedRequest } from './request.ts';

type Certificates = ReadonlyMap<string, X509Certificate>;

export type Fetched =
  | { readonly kind: 'certificates'; readonly certificates: Certificates }
  | { readonly kind: 'unavailable'; readonly detail: string };

/**
 * Anybody can send a message that names a certificate nobody has: how often that may make us ask. New certificates are
 * listed a day before they sign, so that a genuine message hardly waits.
 */
const ASK_AGAIN_MILLIS = { afterList: 60_000, afterFailure: 5_000 } as const;

interface Shelf {
  certificates: Certificates;
  askAgainAtMillis: number;
  failure: string | undefined;
  asking: Promise<void> | undefined;
}

/** Per process, so that a warm function asks once. */
const shelves = new WeakMap<ProviderHttp, Map<string, Shelf>>();

/** The account's platform certificates; they are fetched when the wanted one is not among those known. */
export const fetchedCertificates = async (
  context: WechatPayContext,
  wanted: string,
): Promise<Fetched> => {
  const shelf = shelfOf(context);
  const isDue = context.now.getTime() >= shelf.askAgainAtMillis;
  if (!shelf.certificates.has(wanted) && (isDue || shelf.asking)) {
    shelf.asking ??= renew(context, shelf).finally(() => {
      shelf.asking = undefined;
    });
    await shelf.asking;
  }
  return shelf.failure !== undefined && !shelf.certificates.has(wanted)
    ? { kind: 'unavailable', detail: shelf.failure }
    : { kind: 'certificates', certificates: shelf.certificates };
};

/** Accounts are told apart by all that decides which list they get, and whether it can be believed. */
const shelfOf = (context: WechatPayContext): Shelf => {
  const { http, config, credentials } = context;
  const shelvesHere = shelves.get(http) ?? new Map<string, Shelf>();
  shelves.set(http, shelvesHere);
  const secret = createHash('sha256').update(credentials.apiV3Key).digest('hex');
  const account = `${apiUrlOf(context)} ${config.mchId} ${secret}`;
  const shelf = shelvesHere.get(account) ?? {
    certificates: new Map(),
    askAgainAtMillis: 0,
    failure: undefined,
    asking: undefined,
  };
  shelvesHere.set(account, shelf);
  return shelf;
};

const renew = async (context: WechatPayContext, shelf: Shelf): Promise<void> => {
  const list = await ask(context);
  const wait =
    list.kind === 'certificates' ? ASK_AGAIN_MILLIS.afterList : ASK_AGAIN_MILLIS.afterFailure;
  shelf.askAgainAtMillis = context.now.getTime() + wait;
  shelf.failure = list.kind === 'unavailable' ? list.detail : undefined;
  if (list.kind === 'certificates') shelf.certificates = list.certificates;
};

const ask = async (context: WechatPayContext): Promise<Fetched> => {
  const request = signedRequest(context, { method: 'GET', path: 'v3/certificates' });
  if (!request) return unavailable('the stored key cannot sign; enter it again');
  const response = await context.http.request(request);
  if (response.kind !== 'response') return unavailable(response.detail);
  if (response.status !== 200)
    return unavailable(`WeChat Pay answered ${response.status} to the request for certificates`);
  const certificates = certificatesIn(context, response);
  if (!certificates) return unavailable('the list of platform certificates cannot be read');
  return isVouchedFor(context, response, certificates)
    ? { kind: 'certificates', certificates }
    : unavailable('the list of platform certificates is not signed by one of them');
};

const unavailable = (detail: string): Fetched => ({ kind: 'unavailable', detail });

type Response = Extract<ProviderResponse, { kind: 'response' }>;

const listSchema = z.object({
  data: z
    .array(z.object({ encrypt_certificate: sealedContentSchema }))
    .min(1)
    .max(32),
});

/** Only who knows the account's APIv3 key can have sealed them. */
const certificatesIn = (
  { credentials }: WechatPayContext,
  { bytes }: Response,
): Certificates | undefined => {
  const list = listSchema.safeParse(readJson(bytes)).data;
  const opened = list?.data.map(({ encrypt_certificate: sealed }) => {
    const text = openContent(sealed, credentials.apiV3Key)?.toString('utf8');
    return readCertificates(text ?? '')?.[0];
  });
  const certificates = opened?.filter((one): one is X509Certificate => one !== undefined);
  return certificates && certificates.length === opened?.length
    ? new Map(certificates.map((certificate) => [serialOf(certificate), certificate]))
    : undefined;
};

/** The list is signed like every reply; the key that signs it is usually in it. */
const isVouchedFor = (
  context: WechatPayContext,
  { headers, bytes }: Response,
  certificates: Certificates,
): boolean => {
  const signature = signatureOf(headers);
  if (doubtOf(signature, context.now)) return false;
  const key =
    certificates.get(signature.serial.toUpperCase())?.publicKey ??
    enteredKey(context, signature.serial);
  return key !== undefined && isSignedWith(key, signature, bytes);
};
