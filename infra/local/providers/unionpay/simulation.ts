import { settlePayment } from '../kit/buyer.ts';
import type { Reply } from '../kit/exchange.ts';
import type { ChannelSetup, Simulation } from '../kit/simulation.ts';
import { answer, authenticate, type Call } from './call.ts';
import { charge, endToken, openCard, sendCode, tellOpening } from './cards.ts';
import { takeForm } from './front.ts';
import {
  type Account,
  makeMerchant,
  makePlatform,
  type UnionpayDesk,
  type UnionpayKeys,
  type UnionpayPlatform,
} from './keys.ts';
import { compose } from './notices.ts';
import { tellTransaction } from './queries.ts';
import { payBack } from './refunds.ts';
import { handOutFile } from './settlement-files.ts';

const GATEWAY = '/gateway/api/';
const FILES = '/files';

/** UnionPay's full-channel platform (ACP 5.1.0), with the buyer's bank. */
export const unionpay: Simulation<UnionpayKeys, UnionpayPlatform> = {
  provider: 'unionpay',
  makePlatform,
  makeMerchant,
  channels: ({ keys }, platform, baseUrl) => {
    const [byCertificate, byKey] = keys.accounts;
    return [
      setupOf(byCertificate, platform, baseUrl, {
        label: 'UnionPay, online banking',
        config: { accessMode: 'bank_gateway', banks: ['ICBC', 'ABC', 'CMB'], voidsOnSameDay: true },
      }),
      setupOf(byCertificate, platform, baseUrl, {
        label: 'UnionPay, quick pay',
        methods: ['unionpay'],
        config: {
          accessMode: 'token_quick_pay',
          tokenRequestor: byCertificate.tokenRequestor,
        },
      }),
      setupOf(byKey, platform, baseUrl, {
        label: 'UnionPay, online banking by key',
        config: { accessMode: 'bank_gateway' },
      }),
    ];
  },
  retrySeconds: [60, 120, 240, 300],
  isAcknowledged: ({ status }) => status === 200 || status === 302,
  merchantOf: (desk, { form }) =>
    [...desk.merchants.values()].find(({ keys }) =>
      keys.accounts.some(({ merId }) => merId === form.merId),
    )?.id,
  answer: (desk, request) => {
    if (request.method !== 'POST') return undefined;
    const call = authenticate(desk, request);
    if ('refused' in call) return call.refused;
    switch (request.path) {
      case `${GATEWAY}frontTransReq.do`:
        return takeForm(unionpay, desk, call);
      case `${GATEWAY}backTransReq.do`:
        return backTransaction(desk, call);
      case `${GATEWAY}queryTrans.do`:
        return tellTransaction(desk, call);
      case FILES:
        return handOutFile(desk, call);
      default:
        return undefined;
    }
  },
  compose,
  buyerPays: (desk, payment, minor) => {
    if (payment.method === 'open') openCard(desk, payment);
    else settlePayment(desk, payment, minor);
  },
};

const backTransaction = (desk: UnionpayDesk, call: Call): Reply => {
  const { txnType, txnSubType } = call.fields;
  switch (`${txnType}-${txnSubType}`) {
    case '78-02':
      return tellOpening(desk, call);
    case '77-02':
      return sendCode(desk, call);
    case '01-01':
      return charge(desk, call);
    case '74-01':
      return endToken(desk, call);
    case '04-00':
    case '31-00':
      return payBack(desk, call);
    default:
      return answer(desk, call, '32');
  }
};

const setupOf = (
  account: Account,
  { middle, root }: UnionpayPlatform,
  baseUrl: string,
  { config, ...shown }: Pick<ChannelSetup, 'label' | 'methods' | 'config'>,
): ChannelSetup => ({
  provider: 'unionpay',
  ...shown,
  currency: 'CNY',
  config: {
    ...config,
    merId: account.merId,
    signMethod: account.kind,
    gatewayUrl: `${baseUrl}${GATEWAY.slice(0, -1)}`,
    fileUrl: `${baseUrl}${FILES}`,
  },
  credentials:
    account.kind === 'key'
      ? { secureKey: account.secureKey }
      : {
          merchantPrivateKey: account.privateKey,
          merchantCertificate: account.certificate,
          trustedCertificates: `${middle.certificate}\n${root.certificate}`,
        },
});
