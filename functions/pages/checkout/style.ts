import { PALETTE } from '../palette.ts';

export const CHECKOUT_STYLE = `${PALETTE}
main{max-width:30rem;margin:0 auto;padding:1rem}
.shop{display:flex;align-items:center;gap:.625rem;min-height:2rem;margin:0 0 .75rem;font-weight:700}
.shop img{height:2rem;width:auto;max-width:60%;object-fit:contain}
.links{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1.5rem 0 .5rem;font-size:.875rem}
.links a{padding:.375rem 0}
.bar{margin:0 0 .5rem;display:flex;justify-content:space-between;align-items:center;gap:1rem;min-height:2.75rem}
.bar p{margin:0}
.bar a{padding:.5rem 0;margin-left:auto;white-space:nowrap}
.test{background:var(--warn-ground);color:var(--warn);border-radius:.5rem;padding:.375rem .75rem;font-size:.875rem}
.paper{background:var(--paper);border:1px solid var(--line);border-radius:.875rem;padding:1.25rem;margin:0 0 1rem}
h1{font-size:1.25rem;line-height:1.35;margin:0 0 .25rem}
h2{font-size:1.0625rem;line-height:1.4;margin:0 0 .75rem}
.amount{font-size:2.125rem;line-height:1.2;font-weight:700;margin:.5rem 0;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:.75rem 0 0;font-size:.875rem}
dt{color:var(--soft)}
dd{margin:0;text-align:right}
dd code{font-size:.8125rem}
.soft{color:var(--soft);font-size:.875rem;margin:.5rem 0 0}
.note{border-radius:.625rem;padding:.75rem 1rem;margin:0 0 1rem}
.note h1,.note h2{margin:0 0 .25rem}
.note p{margin:0}
.good{background:var(--good-ground);color:var(--good)}
.warn{background:var(--warn-ground);color:var(--warn)}
.bad{background:var(--bad-ground);color:var(--bad)}
.note .plain{color:var(--ink)}
form{margin:0}
.soft.lead{margin:0 0 1rem}
.methods{list-style:none;margin:0;padding:0;display:grid;gap:.625rem}
.button,.method{display:flex;align-items:center;gap:.75rem;width:100%;min-height:3.25rem;padding:.625rem 1rem;border-radius:.75rem;border:1px solid var(--line);background:var(--paper);color:var(--ink);font:inherit;font-weight:600;text-align:left;text-decoration:none;cursor:pointer}
.hint{margin-left:auto;font-size:.875rem;font-weight:400;color:var(--accent)}
.method:hover{border-color:var(--accent)}
.button{justify-content:center;background:var(--accent);border-color:var(--accent);color:var(--on-accent);text-align:center}
.button:hover{filter:brightness(1.06)}
.quiet{background:transparent;color:var(--accent)}
.mark{display:grid;place-items:center;flex:none;width:2rem;height:2rem;border-radius:.5rem;background:#4b5563;color:#fff;font-weight:700;font-size:.9375rem}
.mark-alipay{background:#1467e0}
.mark-wechat_pay{background:#067a3e}
.mark-qq_wallet{background:#0b76b8}
.mark-unionpay,.mark-bank_gateway{background:#c8102e}
.mark-paypal{background:#003087}
.mark-grabpay{background:#00723b}
.mark-usdt_trc20,.mark-usdt_erc20,.mark-usdt_bep20{background:#1b7f65}
.qr{display:block;width:100%;max-width:15rem;height:auto;margin:0 auto .75rem;background:#fff;border-radius:.5rem}
.center{text-align:center}
.wait{display:flex;align-items:center;gap:.625rem;margin:.75rem 0 0;color:var(--soft);font-size:.875rem}
.wait::before{content:'';flex:none;width:.625rem;height:.625rem;border-radius:50%;background:var(--accent);animation:beat 2s ease-in-out infinite}
@keyframes beat{50%{opacity:.25}}
@media (prefers-reduced-motion:reduce){.wait::before{animation:none}}
.cards{list-style:none;margin:0;padding:0;display:grid;gap:.625rem}
.cards h3{font-size:.8125rem;font-weight:400;color:var(--soft);margin:0 0 .125rem}
.value{display:block;background:var(--code);border:1px solid var(--line);border-radius:.5rem;padding:.625rem .75rem;white-space:pre-wrap;font-size:.9375rem;user-select:all;-webkit-user-select:all}
.another{margin:1.5rem 0 .75rem}
.field{display:block;margin:0 0 1rem}
.field span{display:block;font-size:.875rem;color:var(--soft);margin:0 0 .25rem}
.field small{display:block;font-size:.8125rem;color:var(--soft);margin:.25rem 0 0}
.field input,.field select{width:100%;min-height:2.875rem;padding:.5rem .75rem;border:1px solid var(--soft);border-radius:.625rem;background:var(--paper);color:var(--ink);font:inherit}
.foot{margin:1rem 0}
`;
