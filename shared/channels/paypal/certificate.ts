import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { ProviderHttp } from '../../application/ports/provider-http.ts';
import { apiUrlOf, type PaypalContext } from './config.ts';

/** Where PayPal keeps the certificates of its signatures. Asked for before anything is fetched: the address is a stranger's. */
const HOSTS = {
  live: ['api.paypal.com', 'api-m.paypal.com'],
  test: ['api.sandbox.paypal.com', 'api-m.sandbox.paypal.com'],
} as const;
const NAMES = /^messageverificationcerts(?:\.sandbox)?\.paypal\.com$/;
const MAX_BYTES = 20_000;
const MAX_CHAIN = 5;

export type CertificateOutcome =
  | { readonly kind: 'certificate'; readonly certificate: X509Certificate }
  | { readonly kind: 'refused'; readonly detail: string }
  /** It could not be fetched, or nobody here can vouch for it. */
  | { readonly kind: 'unavailable'; readonly detail: string };

/** Fetched texts by address: PayPal never changes what is at one. */
const fetched = new WeakMap<ProviderHttp, Map<string, string>>();
const MAX_KEPT = 32;

/** The certificate behind `paypal-cert-url`, fetched from PayPal alone and vouched for by a public authority. */
export const certificateAt = async (
  context: PaypalContext,
  address: string,
): Promise<CertificateOutcome> => {
  if (!isAllowed(context, address))
    return { kind: 'refused', detail: 'the certificate’s address is not PayPal’s' };
  const text = await textAt(context.http, address);
  if (text === undefined)
    return { kind: 'unavailable', detail: 'the certificate could not be fetched' };
  const chain = readChain(text);
  const [certificate] = chain;
  if (!certificate) return { kind: 'unavailable', detail: 'what was fetched is no certificate' };
  return verdict(context, certificate, chain);
};

const isAllowed = (context: PaypalContext, address: string): boolean => {
  const url = URL.parse(address);
  if (!url || url.username || url.password) return false;
  const own = context.config.apiUrl === undefined ? null : URL.parse(apiUrlOf(context));
  if (own) return url.protocol === own.protocol && url.host === own.host;
  const hosts: readonly string[] = HOSTS[context.mode];
  return url.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname);
};

const textAt = async (http: ProviderHttp, address: string): Promise<string | undefined> => {
  const kept = fetched.get(http) ?? new Map<string, string>();
  fetched.set(http, kept);
  const known = kept.get(address);
  if (known !== undefined) return known;
  const response = await http.request({
    method: 'GET',
    url: address,
    timeoutMillis: 4_000,
    maxAnswerBytes: MAX_BYTES,
  });
  if (response.kind !== 'response' || response.status !== 200) return undefined;
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(address, response.body);
  return response.body;
};

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{100,8000}-----END CERTIFICATE-----/g;

const readChain = (text: string): X509Certificate[] => {
  try {
    return [...text.matchAll(PEM)].slice(0, MAX_CHAIN).map(([pem]) => new X509Certificate(pem));
  } catch {
    return [];
  }
};

const verdict = (
  { config, now }: PaypalContext,
  certificate: X509Certificate,
  chain: readonly X509Certificate[],
): CertificateOutcome => {
  const name = /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? '';
  if (config.apiUrl === undefined && !NAMES.test(name))
    return { kind: 'refused', detail: 'the certificate is not for PayPal’s messages' };
  if (!chain.every((one) => isValidAt(one, now)))
    return { kind: 'refused', detail: 'the certificate is not valid at this time' };
  for (const [at, one] of chain.slice(0, -1).entries()) {
    const issuer = chain[at + 1];
    if (!issuer || !isIssuedBy(one, issuer))
      return { kind: 'refused', detail: 'the certificates are no chain' };
  }
  const last = chain.at(-1) ?? certificate;
  const authorities = config.certificateAuthority
    ? [new X509Certificate(config.certificateAuthority)]
    : publicAuthoritiesOf(last);
  return authorities.some((authority) => isValidAt(authority, now) && isIssuedBy(last, authority))
    ? { kind: 'certificate', certificate }
    : { kind: 'unavailable', detail: 'no authority known here vouches for the certificate' };
};

const isValidAt = ({ validFromDate, validToDate }: X509Certificate, now: Date): boolean =>
  validFromDate <= now && now <= validToDate;

/** Also when it is the authority itself: some servers send their root along. */
const isIssuedBy = (one: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey);

/** Node's own list of public authorities: those whose name is the issuer's. Read once. */
let authorities: readonly X509Certificate[] | undefined;
const publicAuthoritiesOf = ({ issuer }: X509Certificate): X509Certificate[] => {
  authorities ??= rootCertificates.map((pem) => new X509Certificate(pem));
  return authorities.filter(({ subject }) => subject === issuer);
};
