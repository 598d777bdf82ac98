import {
  deviceSchema,
  paymentMethodSchema,
  riskLevelSchema,
} from '#shared/domain/channels/channel.ts';
import { currencySchema } from '#shared/domain/money/money.ts';
import type { Field } from './field.ts';

/** Everything that the condition of a rule (`when`) can ask about a payment. Closed: no other word is understood. */
export const PAYMENT_FIELDS = {
  amount: {
    type: 'number',
    unit: 'minor units',
    en: 'Amount in integer minor units of the currency: 1000 is ¥10.00.',
    zh: '金额，以货币最小单位计的整数：1000 即 10.00 元。',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  },
  currency: {
    type: 'text',
    unit: null,
    en: 'Currency of the payment.',
    zh: '支付币种。',
    values: currencySchema.options,
  },
  method: {
    type: 'text',
    unit: null,
    en: 'How the buyer pays.',
    zh: '买家选择的支付方式。',
    values: paymentMethodSchema.options,
  },
  device: {
    type: 'text',
    unit: null,
    en: "The buyer's device or app.",
    zh: '买家的设备或所在应用。',
    values: deviceSchema.options,
  },
  region: {
    type: 'text',
    unit: null,
    en: "ISO code of the buyer's country or province, e.g. CN or CN-GD.",
    zh: '买家所在国家或省份的 ISO 代码，如 CN、CN-GD。',
  },
  hour: {
    type: 'number',
    unit: 'hours',
    en: "Hour of the day in the rules' time zone, 0 to 23.",
    zh: '规则时区内的小时，0 到 23。',
    min: 0,
    max: 23,
  },
  weekday: {
    type: 'number',
    unit: 'days',
    en: "Day of the week in the rules' time zone: 1 is Monday, 7 is Sunday.",
    zh: '规则时区内的星期：1 为周一，7 为周日。',
    min: 1,
    max: 7,
  },
  issuer: {
    type: 'text',
    unit: null,
    en: "Code of the buyer's bank, e.g. ICBC.",
    zh: '买家的发卡银行代码，如 ICBC。',
  },
  product: { type: 'text', unit: null, en: "The product's id.", zh: '商品编号。' },
  quantity: {
    type: 'number',
    unit: 'pieces',
    en: 'Cards in the order.',
    zh: '订单中的卡密数量。',
    min: 1,
    max: 1_000_000,
  },
  risk_level: {
    type: 'text',
    unit: null,
    en: 'How risky the payment looks.',
    zh: '本单的风险等级。',
    values: riskLevelSchema.options,
  },
  returning_buyer: {
    type: 'boolean',
    unit: null,
    en: 'Whether this buyer has paid an order before.',
    zh: '是否为回头客（此前付过款）。',
  },
  paid_orders: {
    type: 'number',
    unit: 'orders',
    en: 'How many earlier orders this buyer has paid.',
    zh: '该买家此前已付款的订单数。',
    min: 0,
    max: 1_000_000,
  },
} as const satisfies Record<string, Field>;

export type PaymentField = keyof typeof PAYMENT_FIELDS;

export const PAYMENT_FIELD_NAMES = Object.keys(PAYMENT_FIELDS) as [PaymentField, ...PaymentField[]];
