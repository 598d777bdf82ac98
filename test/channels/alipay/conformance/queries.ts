import type { AlipayConfig } from '#shared/channels/alipay/config.ts';
import { AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { done, refused, unsigned } from '../provider-side.ts';

const QUERY = 'alipay.trade.query';
const CLOSE = 'alipay.trade.close';

export const queriesOf = (config: AlipayConfig): ConformanceSubject['queries'] => {
  const found = (change: Readonly<Record<string, unknown>> = {}) =>
    done(
      QUERY,
      {
        out_trade_no: AN_ORDER_NUMBER,
        trade_no: '2026110122001400001',
        trade_status: 'TRADE_SUCCESS',
        total_amount: '10.00',
        send_pay_date: '2026-11-01 20:00:09',
        ...change,
      },
      config,
    );
  return [
    { when: 'it is paid', replies: [found()], outcome: 'found', status: 'succeeded' },
    {
      when: 'it waits',
      replies: [found({ trade_status: 'WAIT_BUYER_PAY', send_pay_date: undefined })],
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'it is finished',
      replies: [found({ trade_status: 'TRADE_FINISHED' })],
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'it was never paid and is closed',
      replies: [found({ trade_status: 'TRADE_CLOSED', send_pay_date: undefined })],
      outcome: 'found',
      status: 'closed',
    },
    {
      when: 'it was paid and all of it went back',
      replies: [found({ trade_status: 'TRADE_CLOSED' })],
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'the word is new',
      replies: [found({ trade_status: 'TRADE_PENDING' })],
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: [found({ out_trade_no: '01k9gfm0c8e4ravxk1q3j7zw02' })],
      outcome: 'unknown',
    },
    {
      when: 'it is of another currency',
      replies: [found({ trans_currency: 'USD' })],
      outcome: 'unknown',
    },
    {
      when: 'there is no such trade',
      replies: [refused(QUERY, 'ACQ.TRADE_NOT_EXIST', config)],
      outcome: 'not_found',
    },
    {
      when: 'nobody signed that there is no such trade',
      replies: [unsigned(QUERY, { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' })],
      outcome: 'unknown',
    },
    {
      when: 'nobody signed the success',
      replies: [
        unsigned(QUERY, {
          code: '10000',
          out_trade_no: AN_ORDER_NUMBER,
          trade_status: 'TRADE_SUCCESS',
          total_amount: '10.00',
        }),
      ],
      outcome: 'unknown',
    },
    {
      when: 'the key is not taken',
      replies: [unsigned(QUERY, { code: '40002', sub_code: 'isv.invalid-signature' })],
      outcome: 'unknown',
      reason: 'invalid_credentials',
    },
    {
      when: 'the app may not ask',
      replies: [unsigned(QUERY, { code: '40006', sub_code: 'isv.insufficient-isv-permissions' })],
      outcome: 'unknown',
      reason: 'method_unavailable',
    },
    {
      when: 'Alipay is out of order',
      replies: [refused(QUERY, 'isp.unknow-error', config, '20000')],
      outcome: 'unknown',
    },
  ];
};

export const closesOf = (config: AlipayConfig): NonNullable<ConformanceSubject['closes']> => [
  {
    when: 'it waits',
    replies: [done(CLOSE, { out_trade_no: AN_ORDER_NUMBER }, config)],
    outcome: 'closed',
  },
  {
    when: 'it is paid already',
    replies: [
      refused(CLOSE, 'ACQ.TRADE_STATUS_ERROR', config),
      done(
        QUERY,
        { out_trade_no: AN_ORDER_NUMBER, trade_status: 'TRADE_SUCCESS', total_amount: '10.00' },
        config,
      ),
    ],
    outcome: 'already_paid',
  },
  {
    when: 'the buyer has not opened it, and still can',
    replies: [refused(CLOSE, 'ACQ.TRADE_NOT_EXIST', config)],
    outcome: 'unknown',
  },
  {
    when: 'Alipay is out of order',
    replies: [refused(CLOSE, 'ACQ.SYSTEM_ERROR', config)],
    outcome: 'unknown',
  },
];
