import type { Language } from '../../language.ts';

const en = {
  lookupText: 'Enter your order number and the e-mail or phone that you gave with the order.',
  lookupOrder: 'Order number',
  lookupMerchant: 'Number of the shop',
  lookupSubmit: 'Find',
  lookupNotFound: 'There is no order with this number and contact. Check both.',
  notFoundTitle: 'This link leads nowhere',
  notFoundText: 'Check that you copied it whole.',
  tokenExpiredTitle: 'This link is too old',
  tokenExpiredText: 'Look your order up by its number and your contact.',
  failedTitle: 'Something went wrong on our side',
  failedText: (requestId: string) =>
    `Please try again in a moment. If it stays, tell the shop this number: ${requestId}`,
  tryAgain: 'Try again',
  openPage: 'Open the page',
  crossSiteTitle: 'Another site sent you here',
  crossSiteText:
    'A page of another site tried to do something here in your name. Nothing was done. Open the page and do it there yourself.',
  tooOftenTitle: 'That was a little too often',
  tooOftenText: (minutes: number) =>
    `Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again. A payment that is under way is not affected.`,
  noCardsTitle: 'There are no cards to download',
  noCardsText: 'They appear on the page as soon as the order is paid and delivered.',
};

const zh: typeof en = {
  lookupText: '请输入订单号，以及下单时填写的邮箱或手机号。',
  lookupOrder: '订单号',
  lookupMerchant: '商家编号',
  lookupSubmit: '查询',
  lookupNotFound: '没有找到与该订单号和联系方式匹配的订单，请核对后再试。',
  notFoundTitle: '链接无效',
  notFoundText: '请检查链接是否复制完整。',
  tokenExpiredTitle: '链接已过期',
  tokenExpiredText: '请凭订单号和联系方式查询订单。',
  failedTitle: '系统出现问题',
  failedText: (requestId) => `请稍后再试。如果问题仍然存在，请把此编号告知商家：${requestId}`,
  tryAgain: '重试',
  openPage: '打开页面',
  crossSiteTitle: '请求来自其他网站',
  crossSiteText:
    '其他网站的页面试图以您的名义进行操作，已被拦截，未做任何更改。请打开页面后自行操作。',
  tooOftenTitle: '操作过于频繁',
  tooOftenText: (minutes) => `请等待约 ${minutes} 分钟后再试。正在进行的付款不受影响。`,
  noCardsTitle: '没有可下载的卡密',
  noCardsText: '订单付款并发货后，卡密会显示在页面上。',
};

/** Texts of the lookup and of the pages that say what went wrong; no script reads them. */
export const OTHER_PAGES: Readonly<Record<Language, typeof en>> = { zh, en };
