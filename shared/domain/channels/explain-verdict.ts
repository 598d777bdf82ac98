import type { Name } from './channel-names.ts';
import type { TestVerdict } from './test-verdict.ts';

/** What a test's verdict means for the person who set the account up, and what to do. */
export const explainVerdict = (verdict: TestVerdict | 'cannot_be_tested'): Name => {
  switch (verdict) {
    case 'works':
      return {
        en: 'The provider answered and accepted the account and its key.',
        zh: '服务商应答正常，账号与密钥有效。',
      };
    case 'unreachable':
      return {
        en: 'No connection to the gateway was possible. Check its address, its name and its certificate.',
        zh: '无法连接网关：请检查网关地址、域名解析和证书。',
      };
    case 'no_answer':
      return {
        en: 'The gateway was reached but did not answer in time. Try again; if it stays, ask the provider.',
        zh: '已连接网关但未在时限内应答：请稍后重试，仍不行请联系服务商。',
      };
    case 'credentials_refused':
      return {
        en: 'The gateway refused the account or the signature. Check the merchant number and the keys.',
        zh: '网关拒绝了商户号或签名：请核对商户号与密钥。',
      };
    case 'product_not_enabled':
      return {
        en: 'The gateway knows the account, but the product that this channel uses is not switched on there. Apply for it in the provider’s console.',
        zh: '账号有效，但未开通该通道所用的产品：请在服务商后台申请开通。',
      };
    case 'account_suspended':
      return {
        en: 'The account may not take payments: it is banned, frozen, not approved yet, or its prepaid fees are used up. Freeze the channel and ask the provider.',
        zh: '账号被封禁、冻结、未通过审核或预存手续费不足：请冻结该通道并联系服务商。',
      };
    case 'provider_maintenance':
      return {
        en: 'The provider is under maintenance. Enter the window in `maintenance`, and test again when it is over.',
        zh: '服务商维护中：请填写维护时间，结束后再测试。',
      };
    case 'rate_limited':
      return {
        en: 'The gateway turned the call away because too many came in a short time. Test again later, and set `max_per_second` to what the contract says.',
        zh: '请求过于频繁被网关拒绝：请稍后再试，并按合同设置每秒笔数上限。',
      };
    case 'clock_off':
      return {
        en: "The gateway refused the call's time stamp, or its clock and ours differ by more than providers accept.",
        zh: '网关不接受请求的时间戳，或双方时钟相差过大。',
      };
    case 'unexpected_answer':
      return {
        en: 'The gateway answered something that the protocol does not know. Check that the address is that of the gateway and the protocol version is right.',
        zh: '网关返回了协议以外的内容：请检查网关地址与协议版本是否正确。',
      };
    case 'cannot_be_tested':
      return {
        en: 'This provider has no query that could be tried without a payment.',
        zh: '该服务商没有可供测试的查询接口。',
      };
  }
};
