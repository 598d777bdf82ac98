import { json, type Reply } from '../kit/exchange.ts';
import type { Simulation } from '../kit/simulation.ts';
import {
  type AlipayDesk,
  type AlipayKeys,
  type AlipayPlatform,
  accountOf,
  makeMerchant,
  makePlatform,
  setupOf,
} from './accounts.ts';
import { handOutBill, orderBill } from './bills.ts';
import { authenticate, type GatewayAnswer, type GatewayCall, refusal, replyTo } from './gateway.ts';
import { compose } from './notices.ts';
import { openCashier, precreate, scanCode } from './orders.ts';
import { closeTrade, queryRefund, queryTrade, refundTrade } from './trades.ts';

/** Alipay's gateway, and the buyer's Alipay. */
export const alipay: Simulation<AlipayKeys, AlipayPlatform> = {
  provider: 'alipay',
  makePlatform,
  makeMerchant,
  channels: ({ keys }, platform, baseUrl) =>
    keys.accounts.map((account) => setupOf(account, platform, baseUrl)),
  // Eight notifications within 24 h 22 min.
  retrySeconds: [240, 600, 600, 3_600, 7_200, 21_600, 54_000],
  isAcknowledged: ({ body }) => body === 'success',
  merchantOf: (desk, { query }) => accountOf(desk, query.app_id ?? '')?.merchant.id,
  answer: (desk, request) => {
    if (request.path === '/downloadBillFile.resource')
      return handOutBill(desk, request.query.fileId ?? '');
    if (request.path.startsWith('/code/'))
      return scanCode(desk, request.path.slice('/code/'.length));
    if (request.path !== '/gateway.do') return undefined;
    const call = authenticate(desk, request);
    return 'refused' in call ? call.refused : route(desk, call);
  },
  compose,
};

const ANSWERS: Readonly<Record<string, (desk: AlipayDesk, call: GatewayCall) => GatewayAnswer>> = {
  'alipay.trade.query': queryTrade,
  'alipay.trade.close': closeTrade,
  'alipay.trade.refund': refundTrade,
  'alipay.trade.fastpay.refund.query': queryRefund,
  'alipay.data.dataservice.bill.downloadurl.query': orderBill,
};

const route = (desk: AlipayDesk, call: GatewayCall): Reply => {
  switch (call.method) {
    case 'alipay.trade.page.pay':
    case 'alipay.trade.wap.pay':
    case 'alipay.trade.app.pay':
      return openCashier(alipay, desk, call);
    case 'alipay.trade.precreate':
      return precreate(alipay, desk, call);
    default: {
      const answer = ANSWERS[call.method];
      return answer
        ? replyTo(desk, call, answer(desk, call))
        : json(refusal('isv.invalid-method', '不存在的方法名'));
    }
  }
};
