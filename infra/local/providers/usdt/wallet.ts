import { z } from 'zod';
import { html, json, jsonObject, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import { escapeHtml, messagePage } from '../kit/page.ts';
import { isAddressOf, newAddress } from './addresses.ts';
import { DECIMALS, type Moved, type Network, transact, type UsdtDesk } from './chain.ts';

const transferSchema = z.object({
  to: z.string(),
  /** Decimal text, as the buyer was shown it. */
  amount: z.string().regex(/^\d{1,12}(\.\d{1,18})?$/),
  from: z.string().optional(),
  /** Another token than USDT. */
  contract: z.string().optional(),
});
const orderSchema = z.union([
  z.object({ network: z.string(), transfers: z.array(transferSchema).min(1).max(100) }),
  transferSchema.extend({ network: z.string() }),
]);

const networkOf = (word: string): Network | undefined => {
  const network = word.toLowerCase();
  return network === 'trc20' || network === 'erc20' || network === 'bep20' ? network : undefined;
};

/**
 * The buyer's wallet: `POST /wallet` with `{network, to, amount}`, or with several `transfers` for one transaction; a form
 * to do it by hand is at the same address.
 */
export const answerWallet = (desk: UsdtDesk, request: SimulatedRequest): Reply => {
  if (request.method !== 'POST') return html(formPage(request.query));
  const isForm = Object.keys(request.form).length > 0;
  const order = orderSchema.safeParse(isForm ? request.form : jsonObject(request));
  const sent = order.success ? send(desk, order.data) : undefined;
  if (!sent) return json({ error: 'no such network, address or amount' }, 400);
  return isForm
    ? html(messagePage('转账已提交', `交易哈希 ${sent.hash}，可以关闭本页面。`))
    : json(sent);
};

const send = (
  desk: UsdtDesk,
  order: z.infer<typeof orderSchema>,
): { hash: string; block: number } | undefined => {
  const network = networkOf(order.network);
  const wanted = 'transfers' in order ? order.transfers : [order];
  if (!network || !wanted.every(({ to }) => isAddressOf(network, to))) return undefined;
  const moved: Moved[] = [];
  for (const { to, amount, from, contract } of wanted) {
    const value = unitsOf(amount, DECIMALS[network]);
    if (value === undefined) return undefined;
    moved.push({
      contract: contract ?? desk.platform.contracts[network],
      from: from ?? newAddress(network),
      to,
      value,
    });
  }
  const { hash, block } = transact(desk, network, moved);
  return { hash, block };
};

const unitsOf = (amount: string, decimals: number): bigint | undefined => {
  const [whole = '', fraction = ''] = amount.split('.');
  return fraction.length > decimals ? undefined : BigInt(whole + fraction.padEnd(decimals, '0'));
};

const formPage = ({
  network = '',
  to = '',
  amount = '',
}: Readonly<Record<string, string>>): string => `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>USDT 钱包 · 支付模拟器</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:26rem;margin:8vh auto;padding:0 1rem;color:#111827}
label{display:block;margin:.75rem 0}input,select,button{font:inherit;width:100%;padding:.5rem;box-sizing:border-box}</style></head>
<body><main><h1>USDT 钱包</h1><form method="post" action="/wallet">
<label>网络<select name="network">${(['TRC20', 'ERC20', 'BEP20'] as const)
  .map((name) => `<option${name === network.toUpperCase() ? ' selected' : ''}>${name}</option>`)
  .join('')}</select></label>
<label>收款地址<input name="to" required value="${escapeHtml(to)}"></label>
<label>数量（USDT）<input name="amount" required inputmode="decimal" value="${escapeHtml(amount)}"></label>
<button>转账</button></form><p>本页面由本地模拟器提供，不会产生真实扣款。</p></main></body></html>`;
