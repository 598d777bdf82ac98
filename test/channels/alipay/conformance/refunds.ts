import type { AlipayConfig } from '#shared/channels/alipay/config.ts';
import { A_REFUND_NUMBER, AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { replyText } from '#test/channels/support/scripted-http.ts';
import { done, refused, unsigned } from '../provider-side.ts';

const REFUND = 'alipay.trade.refund';
const REFUND_QUERY = 'alipay.trade.fastpay.refund.query';

export const refundsOf = (config: AlipayConfig): ConformanceSubject['refunds'] => {
  const taken = (change: Readonly<Record<string, unknown>> = {}) =>
    done(
      REFUND,
      { out_trade_no: AN_ORDER_NUMBER, fund_change: 'Y', refund_fee: '10.00', ...change },
      config,
    );
  const asked = (change: Readonly<Record<string, unknown>> = {}) =>
    done(
      REFUND_QUERY,
      {
        out_trade_no: AN_ORDER_NUMBER,
        out_request_no: A_REFUND_NUMBER,
        refund_amount: '10.00',
        refund_status: 'REFUND_SUCCESS',
        ...change,
      },
      config,
    );
  const nothing = done(REFUND_QUERY, {}, config);
  const no = (word: string) => refused(REFUND, word, config);
  return [
    { when: 'the money moved', replies: [taken()], outcome: 'succeeded' },
    {
      when: 'the number was used before and that refund is done',
      replies: [taken({ fund_change: 'N' }), asked()],
      outcome: 'succeeded',
    },
    {
      when: 'the call was taken and nothing is known to have moved',
      replies: [taken({ fund_change: 'N' }), nothing],
      outcome: 'unknown',
    },
    {
      when: 'the number was used before for another amount',
      replies: [taken({ fund_change: 'N' }), asked({ refund_amount: '1.00' })],
      outcome: 'unknown',
    },
    {
      when: 'the sum of what went back is less than this refund',
      replies: [taken({ refund_fee: '1.00' }), nothing],
      outcome: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: [taken({ out_trade_no: 'other' }), nothing],
      outcome: 'unknown',
    },
    {
      when: 'Alipay is out of order',
      replies: [no('ACQ.SYSTEM_ERROR')],
      outcome: 'unknown',
    },
    {
      when: 'the number was used with other parameters',
      replies: [no('ACQ.DISCORDANT_REPEAT_REQUEST')],
      outcome: 'unknown',
    },
    {
      when: 'the balance is too low, and no earlier call did it',
      replies: [no('ACQ.SELLER_BALANCE_NOT_ENOUGH'), nothing],
      outcome: 'did_not_happen',
    },
    {
      when: 'it refuses what an earlier call did',
      replies: [no('ACQ.TRADE_STATUS_ERROR'), asked()],
      outcome: 'succeeded',
    },
    {
      when: 'it refuses, and nobody can say what became of an earlier call',
      replies: [no('ACQ.TRADE_STATUS_ERROR'), replyText('', 502)],
      outcome: 'unknown',
    },
    {
      when: 'nobody signed the success',
      replies: [
        unsigned(REFUND, {
          code: '10000',
          out_trade_no: AN_ORDER_NUMBER,
          fund_change: 'Y',
          refund_fee: '10.00',
        }),
      ],
      outcome: 'unknown',
    },
  ];
};

export const refundOverAmountOf = (
  config: AlipayConfig,
): ConformanceSubject['refundOverAmount'] => ({
  when: 'more than was paid is asked for',
  replies: [
    refused(REFUND, 'ACQ.REASON_TRADE_REFUND_FEE_ERR', config),
    done(REFUND_QUERY, {}, config),
  ],
  outcome: 'did_not_happen',
});
