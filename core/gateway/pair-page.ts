export type PairTrouble = 'code-wrong' | { readonly waitSeconds: number }

/** How a device pairs, in both languages: who stands before it has told us nothing yet. Stands alone, runs no script. */
export function pairPage(given: { code?: string; name?: string; trouble?: PairTrouble }): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>掌柜 · 配对 / pair</title><style>${STYLE}</style><main>
<h1>把这台设备配给掌柜<small>Pair this device with Zhanggui</small></h1>
<p>请掌柜在电脑上打开「设置 → 手机和其他设备」，按「配对手机」，扫那里的二维码，或把八位配对码抄到这里。配对码五分钟内有效，只能用一次。</p>
<p class="en">The owner opens Settings → Phones and devices on the PC and presses Pair a phone. Scan the QR shown there, or type its eight letters here. They hold for five minutes and work once.</p>
<form method="post" action="/pair">
<label for="code">配对码 / Code</label>
<input id="code" name="code" value="${escaped(given.code ?? '')}" maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" required${given.trouble ? ' aria-describedby="said" aria-invalid="true" autofocus' : ''}>
<label for="name">这台设备叫什么 / Its name</label>
<input id="name" name="name" value="${escaped(given.name ?? '')}" maxlength="20" placeholder="仓库手机 / Warehouse phone" autocomplete="off">
<p id="said" role="alert">${given.trouble ? sentence(given.trouble) : ''}</p>
<button>配对 / Pair</button></form></main></html>`
}

function sentence(trouble: PairTrouble): string {
  if (trouble === 'code-wrong')
    return '这个码不对，或已经用过、过了五分钟。请掌柜再给一个。<br>That code is wrong, used, or older than five minutes. Ask the owner for another.'
  const { waitSeconds } = trouble
  return `试得太多了，等 ${waitSeconds} 秒再试。<br>Too many tries; wait ${waitSeconds} s.`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

const STYLE = `:root{color-scheme:light dark;--paper:#f5f4f1;--card:#fff;--ink:#1c2026;--ink2:#4b515c;--line:#cfcbc3;--accent:#2b4c9b;--late:#b3261e}
@media(prefers-color-scheme:dark){:root{--paper:#131519;--card:#1b1e24;--ink:#e8eaee;--ink2:#b6bbc6;--line:#3a3f49;--accent:#4366c4;--late:#ff8a80}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei UI','Noto Sans CJK SC',sans-serif}
main{max-width:420px;margin:0 auto;padding:32px 16px}h1{font-size:22px;line-height:1.4;margin:0 0 16px}small,.en{display:block;font-size:14px;color:var(--ink2)}
form{margin-top:24px;display:grid;gap:8px}label{font-weight:600}input{font:inherit;height:56px;padding:0 14px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--ink);min-width:0}
#code{font-size:24px;letter-spacing:.12em}input:focus-visible,button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
#said{color:var(--late);min-height:1.6em;margin:4px 0}button{font:inherit;font-weight:600;height:56px;border:0;border-radius:8px;background:var(--accent);color:#fff}`
