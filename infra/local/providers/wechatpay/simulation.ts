import type { Reply, SimulatedRequest } from '../kit/exchange.ts';
import type { ChannelSetup, Simulation } from '../kit/simulation.ts';
import { type ApiCall, answer, authenticate } from './api-exchange.ts';
import { handOutBill, orderBill } from './bills.ts';
import { answerBuyer } from './buyers-wechat.ts';
import {
  type Account,
  makeMerchant,
  makePlatform,
  type WechatDesk,
  type WechatKeys,
  type WechatPlatform,
} from './keys.ts';
import { compose } from './notices.ts';
import { closeOrder, queryOrder, takeWechatOrder } from './orders.ts';
import { applyAbnormal, orderRefund, queryRefund } from './refunds.ts';
import { readAuthorization, sealed } from './signature.ts';

/** WeChat Pay, API v3, and the buyer's WeChat. */
export const wechatpay: Simulation<WechatKeys, WechatPlatform> = {
  provider: 'wechatpay',
  makePlatform,
  makeMerchant,
  channels: ({ keys }, platform, baseUrl) =>
    keys.accounts.map((account) => setupOf(account, platform, baseUrl)),
  // Fifteen times within a day.
  retrySeconds: [
    15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600,
  ],
  isAcknowledged: ({ status }) => status === 200 || status === 204,
  merchantOf: (desk, { headers }) => {
    const { mchid } = readAuthorization(headers.authorization ?? '');
    const merchants = [...desk.merchants.values()];
    return merchants.find(({ keys }) => keys.accounts.some(({ mchId }) => mchId === mchid))?.id;
  },
  answer: (desk, request) => {
    if (!request.path.startsWith('/v3/')) return answerBuyer(desk, request);
    const call = authenticate(desk, request);
    return 'refused' in call ? call.refused : route(desk, call);
  },
  compose,
  returnTo: (_desk, { extra }) => String(extra.backTo ?? ''),
};

const LABELS: Readonly<Record<Account['kind'], string>> = {
  ordinary: 'WeChat Pay',
  partner: 'WeChat Pay, service provider',
  micro: 'WeChat Pay, micro merchant',
};

/** Each kind of account verifies in another way. */
const setupOf = (account: Account, platform: WechatPlatform, baseUrl: string): ChannelSetup => {
  const { kind, mchId, appId, appSecret, subMchId, apiV3Key, api } = account;
  const verification = { ordinary: 'public_key', partner: 'platform_certificates', micro: 'both' }[
    kind
  ];
  const usesPublicKey = kind !== 'partner';
  return {
    provider: 'wechatpay',
    label: LABELS[kind],
    currency: 'CNY',
    config: {
      accessMode: kind,
      products: kind === 'micro' ? ['native', 'jsapi'] : ['native', 'h5', 'jsapi'],
      mchId,
      appId,
      ...(subMchId === undefined ? {} : { subMchId }),
      merchantSerialNumber: api.serial,
      verification,
      ...(usesPublicKey ? { publicKeyId: platform.publicKeyId } : {}),
      apiUrl: baseUrl,
      oauthUrl: baseUrl,
      authorizeUrl: `${baseUrl}/connect/oauth2/authorize`,
    },
    credentials: {
      merchantPrivateKey: api.privateKey,
      merchantCertificate: api.certificate,
      apiV3Key,
      appSecret,
      ...(usesPublicKey ? { publicKey: platform.publicKey.publicKey } : {}),
    },
  };
};

type Route = (desk: WechatDesk, call: ApiCall, part: string) => Reply | undefined;

/** Both certificates are listed long before the second one signs. */
const listCertificates: Route = (desk, call) => {
  const { certificate, nextCertificate } = desk.platform;
  return answer(desk, call, {
    data: [certificate, nextCertificate].map(({ serial, certificate: pem }) => ({
      serial_no: serial,
      effective_time: '2026-01-01T00:00:00+08:00',
      expire_time: '2031-01-01T00:00:00+08:00',
      encrypt_certificate: sealed(pem, call.account.apiV3Key, 'certificate'),
    })),
  });
};

const ROUTES: readonly (readonly [method: string, path: RegExp, route: Route])[] = [
  ['GET', /^\/v3\/certificates$/, listCertificates],
  [
    'GET',
    /^\/v3\/pay\/(?:partner\/)?transactions\/out-trade-no\/([^/]+)$/,
    (desk, call, number) => queryOrder(desk, call, number),
  ],
  [
    'POST',
    /^\/v3\/pay\/(?:partner\/)?transactions\/out-trade-no\/([^/]+)\/close$/,
    (desk, call, number) => closeOrder(desk, call, number),
  ],
  [
    'POST',
    /^\/v3\/pay\/(?:partner\/)?transactions\/(\w+)$/,
    (desk, call, product) => takeWechatOrder(wechatpay, desk, call, product),
  ],
  ['POST', /^\/v3\/refund\/domestic\/refunds$/, orderRefund],
  ['GET', /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/, queryRefund],
  ['POST', /^\/v3\/refund\/domestic\/refunds\/([^/]+)\/apply-abnormal-refund$/, applyAbnormal],
  ['GET', /^\/v3\/bill\/tradebill$/, (desk, call) => orderBill(desk, call, 'trade')],
  ['GET', /^\/v3\/bill\/fundflowbill$/, (desk, call) => orderBill(desk, call, 'funds')],
  ['GET', /^\/v3\/billdownload\/file$/, handOutBill],
];

const route = (desk: WechatDesk, call: ApiCall): Reply | undefined => {
  const { method, path } = call.request satisfies SimulatedRequest;
  // A service provider's accounts and ordinary ones have their own addresses.
  const isPartnerPath = path.startsWith('/v3/pay/partner/');
  if (path.startsWith('/v3/pay/') && isPartnerPath !== (call.account.kind !== 'ordinary'))
    return undefined;
  for (const [routed, pattern, answerIt] of ROUTES) {
    const match = method === routed ? pattern.exec(path) : null;
    if (match) return answerIt(desk, call, decodeURIComponent(match[1] ?? ''));
  }
  return undefined;
};
