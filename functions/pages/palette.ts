/**
 * Colours and type of every page, light and dark; each text colour keeps a contrast of 4.5:1 and more on its ground.
 * Style sheets contain none of the characters that HTML escapes, so that the text between the tags is the text that
 * the content security policy hashes.
 */
export const PALETTE = `
:root{color-scheme:light dark;--ground:#f4f5f7;--paper:#fff;--ink:#16191d;--soft:#565e69;--line:#dcdfe4;--accent:#0b6bcb;--on-accent:#fff;--good:#0a7a3f;--good-ground:#e5f5ec;--warn:#8a4b00;--warn-ground:#fdf1de;--bad:#b3261e;--bad-ground:#fdeceb;--code:#f0f2f5}
@media (prefers-color-scheme:dark){:root{--ground:#111418;--paper:#1b1f25;--ink:#eceef1;--soft:#a7afba;--line:#353b44;--accent:#6cb2ff;--on-accent:#06213d;--good:#5fd394;--good-ground:#12301f;--warn:#f3b765;--warn-ground:#35270f;--bad:#ff9b93;--bad-ground:#3b1b19;--code:#262b33}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,PingFang SC,Hiragino Sans GB,Microsoft YaHei,Noto Sans CJK SC,WenQuanYi Micro Hei,sans-serif;overflow-wrap:anywhere}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
`.trim();
