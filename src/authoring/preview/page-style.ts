/** How the page looks: messages as Telegram draws them, in the light and in the dark. */
export const pageStyle = `
:root{color-scheme:light dark;--page:#e9eef4;--bar:rgb(255 255 255 / 88%);--text:#0f1720;--muted:#66727f;--line:#dde3ea;--accent:#2a82db;--in:#fff;--key:rgb(66 98 64 / 62%);--key-text:#fff;--paper:linear-gradient(135deg,#dbe3b4,#8fc09a 45%,#d9dc95 75%,#79b387);--link:#1f78d1;--code:rgb(60 90 130 / 9%);--bad:#cc3030;--warn:#a86a00;--primary:#2f86e2;--success:#2c9f49;--danger:#dd4640;--chip:#f4f6f9}
@media (prefers-color-scheme:dark){:root{--page:#0b1118;--bar:rgb(18 26 35 / 90%);--text:#f2f6fa;--muted:#8b9bab;--line:#273543;--accent:#4aa3ee;--in:#1c2936;--key:rgb(50 70 92 / 85%);--paper:linear-gradient(135deg,#0f1a25,#12202f 45%,#0e1722 75%,#13263a);--link:#6ab6f5;--code:rgb(0 0 0 / 28%);--bad:#ff7b76;--warn:#f0bb5b;--primary:#2d7cd0;--success:#288a42;--danger:#bf403d;--chip:#1e2a36}}
*{box-sizing:border-box}
html{scroll-padding-top:84px}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.4 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Open Sans',sans-serif;display:grid;grid-template:'bar bar' auto 'nav main' 1fr / 250px minmax(0,1fr)}
[hidden]{display:none!important}
html[data-lang=ru] [data-of^=en],html[data-lang=en] [data-of^=ru],html[data-data=usual] [data-of$=worst],html[data-data=worst] [data-of$=usual]{display:none}
.bar{grid-area:bar;position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:10px 16px;align-items:center;padding:12px 24px;background:var(--bar);backdrop-filter:blur(14px);border-bottom:1px solid var(--line)}
h1{font-size:19px;margin:0;letter-spacing:-.01em}
#search{flex:1 1 220px;max-width:460px;font:inherit;color:inherit;padding:8px 14px;border:1px solid var(--line);border-radius:12px;background:var(--in)}
:is(#search,button,a,.toggle input):focus-visible{outline:2px solid var(--accent);outline-offset:2px}
#found{color:var(--muted);min-width:2ch}
.switch{display:flex;padding:3px;border-radius:12px;background:var(--chip);border:1px solid var(--line)}
.switch button{font:inherit;font-size:14px;color:inherit;border:0;background:none;border-radius:9px;padding:4px 12px;cursor:pointer}
.switch [aria-pressed=true]{background:var(--accent);color:#fff}
.toggle{display:flex;gap:8px;align-items:center;cursor:pointer;font-size:14px}
.toggle input{width:18px;height:18px;accent-color:var(--accent)}
nav{grid-area:nav;position:sticky;top:64px;align-self:start;max-height:calc(100dvh - 64px);overflow:auto;padding:20px 8px 20px 16px;display:flex;flex-direction:column;gap:2px}
nav a{display:flex;justify-content:space-between;gap:8px;padding:7px 12px;border-radius:10px;color:inherit;text-decoration:none;font-size:14px}
nav a:hover{background:var(--in)}
small{color:var(--muted);font-weight:400}
main{grid-area:main;padding:8px 24px 60px;min-width:0}
h2{font-size:23px;letter-spacing:-.015em;margin:30px 0 4px}
h2 code,h3 code,footer code{font:13px/1.3 ui-monospace,'SF Mono',Menlo,Consolas,monospace;color:var(--muted)}
h3{font-size:15px;margin:18px 0 8px;font-weight:600}
h3 code{font-size:14px;color:var(--text)}
.cards{columns:330px;column-gap:16px}
article{break-inside:avoid;margin:0 0 16px;padding:16px;border-radius:18px;background:var(--paper);box-shadow:0 1px 2px rgb(20 40 70 / 8%),0 8px 24px rgb(20 40 70 / 7%)}
.bubble{background:var(--in);border-radius:16px 16px 16px 5px;padding:8px 12px 9px;white-space:pre-wrap;overflow-wrap:anywhere;box-shadow:0 1px 1px rgb(0 0 0 / 8%);max-height:70vh;overflow:auto}
.bubble code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px;background:var(--code);border-radius:4px;padding:0 3px}
.bubble time{text-decoration:underline dotted 1px;text-underline-offset:3px}
.bubble ins{color:var(--link);text-decoration:none}
.bubble mark{background:var(--code);color:inherit}
.keyboard{margin-top:4px;display:grid;gap:4px}
.row{display:flex;gap:4px}
.key{position:relative;flex:1 1 0;min-width:0;padding:8px 10px;border-radius:9px;background:var(--key);color:var(--key-text);font-size:14px;font-weight:500;text-align:center;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-height:36px}
.key b{position:absolute;top:2px;right:6px;font-size:11px;font-weight:400;opacity:.85}
.key.primary{background:var(--primary)}.key.success{background:var(--success)}.key.danger{background:var(--danger)}.key.disabled{opacity:.55}
.length{display:flex;align-items:center;gap:8px;width:fit-content;margin:8px 0 0;padding:2px 10px;border-radius:99px;background:var(--bar);color:var(--muted);font-size:12px;font-variant-numeric:tabular-nums}
.length i{width:56px;height:4px;border-radius:4px;background:linear-gradient(90deg,currentColor var(--share),var(--line) 0)}
.length.near{color:var(--warn)}.length.over{color:var(--bad);font-weight:600}
.absent{margin:0;padding:10px 12px;border-radius:12px;background:var(--bar);color:var(--muted);font-size:14px}
footer{margin-top:8px;display:flex;flex-wrap:wrap;gap:4px}
footer code{background:var(--bar);border-radius:99px;padding:1px 9px;font-size:12px;overflow-wrap:anywhere}
#nothing{text-align:center;color:var(--muted);padding:60px 0}
@media (max-width:900px){body{grid-template:'bar' auto 'nav' auto 'main' 1fr / minmax(0,1fr)}nav{position:static;flex-direction:row;flex-wrap:wrap;padding:12px 16px 0}main{padding:0 14px 40px}.bar{padding:10px 14px}html{scroll-padding-top:140px}}
@media print{.bar,nav{display:none}body{display:block}}
`
