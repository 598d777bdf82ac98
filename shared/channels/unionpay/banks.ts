import type { Name } from '../../domain/channels/channel-names.ts';

export interface Bank {
  readonly code: string;
  readonly name: Name;
}

/**
 * Common banks by their short code (银行简码). UnionPay's list (平台接入接口规范, part 5) is not public: ICBC and ABC stand in
 * its sample programs, the others are from memory. Which ones work is part of each contract.
 */
export const BANKS: readonly Bank[] = [
  { code: 'ICBC', name: { en: 'ICBC', zh: '中国工商银行' } },
  { code: 'ABC', name: { en: 'Agricultural Bank of China', zh: '中国农业银行' } },
  { code: 'BOC', name: { en: 'Bank of China', zh: '中国银行' } },
  { code: 'CCB', name: { en: 'China Construction Bank', zh: '中国建设银行' } },
  { code: 'COMM', name: { en: 'Bank of Communications', zh: '交通银行' } },
  { code: 'PSBC', name: { en: 'Postal Savings Bank of China', zh: '中国邮政储蓄银行' } },
  { code: 'CMB', name: { en: 'China Merchants Bank', zh: '招商银行' } },
  { code: 'CITIC', name: { en: 'China CITIC Bank', zh: '中信银行' } },
  { code: 'CEB', name: { en: 'China Everbright Bank', zh: '中国光大银行' } },
  { code: 'CMBC', name: { en: 'China Minsheng Bank', zh: '中国民生银行' } },
  { code: 'SPDB', name: { en: 'SPD Bank', zh: '上海浦东发展银行' } },
  { code: 'CIB', name: { en: 'Industrial Bank', zh: '兴业银行' } },
  { code: 'GDB', name: { en: 'China Guangfa Bank', zh: '广发银行' } },
  { code: 'HXB', name: { en: 'Hua Xia Bank', zh: '华夏银行' } },
  { code: 'SPABANK', name: { en: 'Ping An Bank', zh: '平安银行' } },
];

export const bankOf = (code: string): Bank =>
  BANKS.find((bank) => bank.code === code) ?? { code, name: { en: code, zh: code } };
