import type { SimulatedPayment } from './books.ts';

/** The simulated provider's page, so that a person can play the buyer in a browser. */
const layout = (title: string, content: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · 支付模拟器</title>
<style>
body{font:16px/1.6 system-ui,sans-serif;margin:0;background:#f3f4f6;color:#111827}
main{max-width:26rem;margin:8vh auto;padding:2rem;background:#fff;border-radius:12px}
h1{font-size:1.25rem;margin:0 0 1rem}
.money{font-size:2.25rem;font-weight:700;margin:.5rem 0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}
dt{color:#4b5563}dd{margin:0;overflow-wrap:anywhere}
button{font:inherit;width:100%;padding:.75rem;margin-top:.75rem;border-radius:8px;border:1px solid #1d4ed8;
background:#1d4ed8;color:#fff;cursor:pointer}
button.quiet{background:#fff;color:#1d4ed8}
button:focus-visible{outline:3px solid #f59e0b;outline-offset:2px}
p.note{color:#4b5563;font-size:.875rem}
</style>
</head>
<body><main>${content}
<p class="note">本页面由本地模拟器提供，不会产生真实扣款。</p>
</main></body>
</html>`;

export interface ShownPayment {
  readonly provider: string;
  readonly payment: SimulatedPayment;
  readonly amount: string;
  /** What the buyer may choose from, if the order names no way to pay. */
  readonly ways: Readonly<Record<string, string>>;
}

/** The payment with buttons to pay or give up; they post to the page's own address. */
export const payPage = ({ provider, payment, amount, ways }: ShownPayment): string => {
  const { method } = payment;
  const way = method === '' ? '收银台' : (ways[method] ?? method);
  return layout(
    `${escapeHtml(provider)} 确认支付`,
    `<h1>${escapeHtml(provider)} · ${escapeHtml(way)}</h1>
<p class="money">${escapeHtml(amount)}</p>
<dl><dt>商品</dt><dd>${escapeHtml(payment.subject)}</dd><dt>商户订单号</dt><dd>${escapeHtml(payment.number)}</dd>
<dt>平台订单号</dt><dd>${escapeHtml(payment.reference)}</dd></dl>
<form method="post">${method === '' ? choice(ways) : PAY_BUTTON}</form>
<form method="post"><button class="quiet" name="action" value="decline">放弃支付</button></form>`,
  );
};

const PAY_BUTTON = '<button name="action" value="pay">确认支付</button>';

const choice = (ways: ShownPayment['ways']): string =>
  Object.entries(ways)
    .map(
      ([word, name]) =>
        `<button name="method" value="${escapeHtml(word)}">${escapeHtml(name)}</button>`,
    )
    .join('') || PAY_BUTTON;

export const messagePage = (title: string, text: string): string =>
  layout(escapeHtml(title), `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`);

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
