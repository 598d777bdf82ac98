import { PALETTE } from '../palette.ts';

export const DOCS_STYLE = `${PALETTE}
.layout{max-width:76rem;margin:0 auto;padding:1rem;display:grid;gap:1.5rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:60rem){.layout{grid-template-columns:17rem minmax(0,1fr)}nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow:auto}}
nav{font-size:.875rem}
nav ul{list-style:none;margin:0;padding:0}
nav ul ul{padding-left:.75rem;margin:.125rem 0 .75rem}
nav a{display:block;padding:.25rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
@media (max-width:59.99rem){nav{max-height:15rem;overflow:auto;background:var(--paper);border:1px solid var(--line);border-radius:.875rem;padding:.5rem 1rem}}
h1{font-size:1.75rem;line-height:1.3;margin:0}
h2{font-size:1.375rem;line-height:1.3;margin:2.5rem 0 .5rem}
h3{font-size:1.0625rem;line-height:1.4;margin:0 0 .25rem}
h3 a{color:inherit;text-decoration:none}
h3 a:hover{text-decoration:underline}
p{margin:.5rem 0}
.soft{color:var(--soft);font-size:.875rem}
.operation,section section{background:var(--paper);border:1px solid var(--line);border-radius:.875rem;padding:1rem 1.25rem;margin:0 0 1rem;scroll-margin-top:1rem}
.route{margin:.25rem 0}
.method{display:inline-block;min-width:3.5rem;text-align:center;border-radius:.375rem;padding:.0625rem .5rem;font-size:.8125rem;font-weight:700;background:var(--code)}
.get{background:var(--good-ground);color:var(--good)}
.post,.patch,.put{background:var(--warn-ground);color:var(--warn)}
.delete{background:var(--bad-ground);color:var(--bad)}
code{background:var(--code);border-radius:.25rem;padding:.0625rem .25rem;font-size:.875em}
pre{background:var(--code);border:1px solid var(--line);border-radius:.625rem;padding:.75rem 1rem;overflow:auto;font-size:.8125rem;line-height:1.5}
pre code{background:none;padding:0;font-size:1em;overflow-wrap:normal}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.75rem 0;font-size:.875rem}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.375rem .75rem .375rem 0;border-top:1px solid var(--line);font-weight:400}
thead th{color:var(--soft);border-top:0}
table{overflow-wrap:normal}
td{overflow-wrap:break-word}
th code{white-space:nowrap}
td:nth-child(2){max-width:20rem}
@media (max-width:40rem){thead{display:none}tr,th,td{display:block;border:0;padding:0;max-width:none}tr{border-top:1px solid var(--line);padding:.5rem 0}td:nth-child(2){max-width:none;color:var(--soft)}th code{white-space:normal}}
.required{color:var(--bad);font-size:.75rem}
.errors{font-size:.8125rem;color:var(--soft)}
details summary{cursor:pointer;padding:.25rem 0;font-weight:600}
tr:target,.operation:target,section section:target{outline:3px solid var(--accent);outline-offset:2px}
`;
