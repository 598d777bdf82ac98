import { escapeHtml } from '../providers/kit/page.ts';
import type { Showcase } from './showcase.ts';

const layout = (content: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Every channel · Arteria</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f3f4f6;color:#111827}
main{max-width:60rem;margin:2rem auto;padding:0 1rem}
ul{list-style:none;margin:1.5rem 0;padding:0;display:grid;gap:.75rem;
grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}
li{background:#fff;border-radius:12px;padding:1rem;display:flex;flex-direction:column;gap:.25rem}
h2{font-size:1rem;margin:0}
p{margin:0;overflow-wrap:anywhere}
.quiet{color:#4b5563;font-size:.875rem}
form{margin-top:auto;padding-top:.75rem}
button{font:inherit;width:100%;padding:.5rem;border-radius:8px;border:1px solid #1d4ed8;background:#1d4ed8;color:#fff;cursor:pointer}
button:focus-visible{outline:3px solid #f59e0b;outline-offset:2px}
</style>
</head>
<body><main>${content}</main></body>
</html>`;

/** One thing to buy for each channel; nobody pays with real money here. */
export const shopWindowPage = (channels: Showcase['channels']): string =>
  layout(`<h1>Every channel</h1>
<p>Each product can be paid through one channel only, at a simulator that speaks the provider's own wire.</p>
<ul>${channels.map(card).join('\n')}</ul>
<p class="quiet">No real money moves. Some pages show themselves to phones or inside an app only: the checkout says so.</p>`);

const card = (channel: Showcase['channels'][number]): string => {
  const { name, label, currency, methods, simulatorUrl } = channel;
  const path = `/buy/${encodeURIComponent(name)}`;
  return `<li><h2>${escapeHtml(label)}</h2>
<p class="quiet">${escapeHtml([name, currency, ...methods].join(' · '))}</p>
<p class="quiet">${simulatorUrl === undefined ? 'its amounts choose what happens' : escapeHtml(simulatorUrl)}</p>
<form method="post" action="${escapeHtml(path)}"><button aria-label="Buy with ${escapeHtml(name)}">Buy</button></form></li>`;
};

export const problemPage = (text: string): string =>
  layout(
    `<h1>That did not work</h1><p>${escapeHtml(text)}</p><p><a href="/">Every channel</a></p>`,
  );
