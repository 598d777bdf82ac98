import { PALETTE } from '../../palette.ts';

/** One column on a phone, two on a wide screen. Sizes in rem, so that a reader's larger letters enlarge everything. */
export const CHECKOUT_STYLE = `${PALETTE}
main{max-width:30rem;margin:0 auto;padding:.75rem 1rem 2rem}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[hidden]{display:none!important}
.bar{margin:0 0 .5rem;display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.25rem 1rem;min-height:2.75rem}
.bar p{margin:0}
.bar a{padding:.5rem 0;margin-left:auto;white-space:nowrap}
.test{background:var(--warn-ground);color:var(--warn);border-radius:.625rem;padding:.375rem .75rem;margin:0 0 1rem;font-size:.875rem;text-align:center}
.shop{display:flex;align-items:center;gap:.625rem;min-width:0;font-size:1.0625rem;font-weight:700}
.shop img{height:2rem;width:auto;max-width:60%;object-fit:contain}
.links{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1.25rem;margin:1.5rem 0 0;font-size:.875rem}
.links a{padding:.375rem 0}
.columns{display:grid;gap:1rem;align-items:start}
.columns>*{min-width:0}
.columns>.paper{margin:0}
.over>.summary{order:1}
.paper{background:var(--paper);border:1px solid var(--line);border-radius:1rem;padding:1.25rem;margin:0 0 1rem;box-shadow:0 1px 2px rgb(0 0 0/.04),0 8px 24px rgb(0 0 0/.04)}
.columns .paper:last-child{margin:0}
h1{font-size:1.125rem;line-height:1.4;margin:0;font-weight:600}
h2{font-size:1.0625rem;line-height:1.4;margin:0 0 .875rem}
.amount{font-size:2.25rem;line-height:1.2;font-weight:700;letter-spacing:-.01em;margin:.25rem 0 .5rem;font-variant-numeric:tabular-nums}
time{font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:.375rem 1rem;margin:1rem 0 0;padding:1rem 0 0;border-top:1px solid var(--line);font-size:.875rem}
dt{color:var(--soft)}
dd{margin:0;text-align:right}
dd code{font-size:.8125rem}
.soft{color:var(--soft);font-size:.875rem;margin:.5rem 0 0}
.note{border-radius:.875rem;padding:.875rem 1.125rem;margin:0 0 1rem}
.note h1,.note h2{margin:0 0 .25rem}
.note p{margin:0}
.good{background:var(--good-ground);color:var(--good)}
.warn{background:var(--warn-ground);color:var(--warn)}
.bad{background:var(--bad-ground);color:var(--bad)}
.note .plain{color:var(--ink)}
form{margin:0}
.soft.lead{margin:0 0 1rem}
.methods{list-style:none;margin:0;padding:0;display:grid;gap:.625rem}
.button,.method{display:flex;align-items:center;gap:.75rem;width:100%;min-height:3.25rem;padding:.625rem 1rem;border-radius:.75rem;border:1px solid var(--line);background:var(--paper);color:var(--ink);font:inherit;font-weight:600;text-align:left;text-decoration:none;cursor:pointer;overflow-wrap:break-word}
.method{transition:border-color .12s,box-shadow .12s}
.method:hover{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.method small{display:block;font-size:.8125rem;font-weight:400;color:var(--soft)}
.method::after{content:'';flex:none;width:.5rem;height:.5rem;margin-left:.25rem;border:solid var(--soft);border-width:2px 2px 0 0;transform:rotate(45deg)}
.name{flex:1;min-width:0}
.hint{font-size:.8125rem;font-weight:400;color:var(--accent)}
.off,.off:hover{border-style:dashed;border-color:var(--line);background:transparent;box-shadow:none;color:var(--soft);cursor:default}
.off::after{content:none}
.off .mark{opacity:.45}
@supports (-webkit-appearance:-apple-pay-button){
.of-apple_pay{-webkit-appearance:-apple-pay-button;-apple-pay-button-type:plain}
.of-apple_pay>*{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.of-apple_pay::after{display:none}
}
.first{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.button{justify-content:center;background:var(--accent);border-color:var(--accent);color:var(--on-accent);text-align:center}
.button:hover{filter:brightness(1.06)}
.quiet{background:transparent;color:var(--accent);border-color:var(--line)}
form .quiet,form+.quiet{margin:.625rem 0 0}
.busy{pointer-events:none}
.busy::after{content:'';flex:none;width:1rem;height:1rem;margin:0;border:2px solid;border-right-color:transparent;border-radius:50%;transform:none;animation:turn .8s linear infinite}
[aria-busy] .method:not(.busy){opacity:.55}
.small{display:inline-flex;align-items:center;min-height:2.25rem;padding:.25rem .875rem;border:1px solid var(--line);border-radius:.625rem;background:var(--paper);color:var(--accent);font:inherit;font-size:.875rem;text-decoration:none;white-space:nowrap;cursor:pointer}
.tools{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0 0}
.with-tool{display:flex;align-items:center;gap:.5rem;margin:0 0 1rem}
.with-tool .value{flex:1;min-width:0}
.mark{display:grid;place-items:center;flex:none;width:2.25rem;height:2.25rem;border-radius:.625rem;background:#4b5563;color:#fff;font-weight:700}
.mark-apple_pay,.mark-google_pay{box-shadow:0 0 0 1px rgb(255 255 255/.24)}
.mark-alipay{background:#1467e0}
.mark-wechat_pay{background:#067a3e}
.mark-qq_wallet{background:#0b76b8}
.mark-unionpay,.mark-bank_gateway{background:#c8102e}
.mark-apple_pay,.mark-google_pay{background:#16191d}
.mark-paypal{background:#003087}
.mark-grabpay{background:#00723b}
.mark-usdt_trc20,.mark-usdt_erc20,.mark-usdt_bep20{background:#1b7f65}
.qr{display:block;width:100%;max-width:15rem;height:auto;margin:0 auto .75rem;background:#fff;border-radius:.75rem}
.center{text-align:center}
.on-phone{display:none}
@media (pointer:coarse){
.scan{display:grid}
.on-phone{display:block}
.button.on-phone{display:flex;order:-1;margin:0 0 1rem}
}
.wait{display:flex;align-items:center;gap:.625rem;margin:1rem 0 0;color:var(--soft);font-size:.875rem}
.wait::before{content:'';flex:none;width:.625rem;height:.625rem;border-radius:50%;background:var(--accent);animation:beat 2s ease-in-out infinite}
@keyframes beat{50%{opacity:.25}}
@keyframes turn{to{transform:rotate(1turn)}}
@media (prefers-reduced-motion:reduce){.wait::before{animation:none}.busy::after{animation-duration:4s}.method{transition:none}}
summary.button{list-style:none}
summary.button::-webkit-details-marker{display:none}
details[open]>summary{display:inline-flex;width:auto;min-height:2.25rem;margin:0 0 .75rem;padding:.25rem .875rem;font-size:.875rem;font-weight:400}
.cards{list-style:none;margin:0;padding:0;display:grid;gap:.75rem}
.cards h3{font-size:.8125rem;font-weight:400;color:var(--soft);margin:0 0 .125rem}
.cards .with-tool{margin:0}
.value{display:block;background:var(--code);border:1px solid var(--line);border-radius:.625rem;padding:.625rem .75rem;white-space:pre-wrap;font-size:.9375rem;user-select:all;-webkit-user-select:all}
.another{margin:1.5rem 0 .75rem}
.field{display:block;margin:0 0 1rem}
.field span,.field label{display:block;font-size:.875rem;color:var(--soft);margin:0 0 .25rem}
.field small{display:block;font-size:.8125rem;color:var(--soft);margin:.25rem 0 0}
.field input,.field select{width:100%;min-height:3rem;padding:.5rem .75rem;border:1px solid var(--soft);border-radius:.625rem;background:var(--paper);color:var(--ink);font:inherit}
.field [aria-invalid=true]{border-color:var(--bad)}
@media (min-width:52rem){
main{max-width:58rem;padding-top:1.5rem}
.columns{grid-template-columns:5fr 7fr;gap:1.5rem}
.over>.summary{order:0}
}
@media print{
body{background:#fff}
.bar,.tools,.button,.note{display:none}
.paper{border:0;box-shadow:none}
}
`;
