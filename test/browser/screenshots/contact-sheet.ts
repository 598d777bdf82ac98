import { fileOf, VIEWS } from './views.ts';

/** One page with every picture, a row a state. */
export const contactSheet = (states: readonly string[]): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every state of the buyer's pages</title>
<style>
body{font:14px/1.5 system-ui,sans-serif;margin:1rem;background:#e5e7eb;color:#111827}
div{display:flex;gap:.75rem;overflow-x:auto;align-items:flex-start;padding-bottom:1rem}
figure{margin:0;flex:none}figcaption{font-size:12px}
img{height:24rem;border:1px solid #9ca3af;background:#fff}
</style>
<h1>Every state of the buyer's pages</h1>
${states.map(row).join('\n')}
</html>
`;

const row = (state: string): string => `<h2 id="${state}">${state}</h2>
<div>${VIEWS.map((view) => {
  const file = fileOf(state, view);
  const caption = `${view.screen}, ${view.colorScheme}, ${view.language}`;
  return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${state}, ${caption}"></a><figcaption>${caption}</figcaption></figure>`;
}).join('')}</div>`;
