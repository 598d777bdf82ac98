import { type EpaySimulation, makeMerchant, makePlatform, setupOf } from './account.ts';
import { messageOf } from './call.ts';
import { compose, returnTo } from './notification.ts';
import { answerV1 } from './v1.ts';
import { answerV2 } from './v2.ts';

/** A 易支付 gateway as the open engine is one, in both protocols. */
export const epay: EpaySimulation = {
  provider: 'epay',
  makePlatform,
  makeMerchant,
  channels: (merchant, platform, baseUrl) =>
    (['v1', 'v2'] as const).map((protocol) =>
      setupOf(merchant, platform, { baseUrl, protocol, accessMode: 'api' }),
    ),
  // 1, 2, 16, 36 minutes and 1 hour.
  retrySeconds: [60, 120, 960, 2160, 3600],
  // As the open engine reads it: the word anywhere in the body, in three spellings.
  isAcknowledged: ({ body }) => /success|SUCCESS|Success/.test(body),
  merchantOf: (_desk, request) => messageOf(request).pid,
  answer: (desk, request) => {
    if (request.path.startsWith('/api/pay/')) return answerV2(epay, desk, request);
    return /^\/(?:submit|mapi|api)\.php$/.test(request.path)
      ? answerV1(epay, desk, request)
      : undefined;
  },
  compose,
  ways: { alipay: '支付宝', wxpay: '微信支付', qqpay: 'QQ钱包', bank: '云闪付' },
  returnTo,
};
