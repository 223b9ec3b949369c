/**
 * What a link that was used before shows: the sign-in page's look, both languages, and the two ways in. It stands alone,
 * for whoever has no session gets none of the program's own files to speak with.
 */
export const USED_LINK_PAGE = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>掌柜 Zhanggui</title>
<style>
  :root { color-scheme: light dark; --bg: #f5f4f0; --card: #fff; --ink: #1c2026; --ink2: #5b6472; --line: #e2e0da; --accent: #2f4b9e }
  @media (prefers-color-scheme: dark) { :root { --bg: #14171c; --card: #1d2127; --ink: #e8eaee; --ink2: #a3abb8; --line: #333942; --accent: #4a68c4 } }
  body { margin: 0; min-height: 100vh; display: flex; align-items: center; justify-content: center; background: var(--bg); color: var(--ink);
    font: 14px/22px Inter, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif }
  main { box-sizing: border-box; width: min(440px, 100vw - 32px); padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
  h1 { margin: 16px 0 8px; font-size: 20px; line-height: 28px }
  p { margin: 0 0 8px }
  .en { color: var(--ink2) }
  .en { border-top: 1px solid var(--line); margin-top: 16px; padding-top: 16px }
  a { display: block; margin-top: 20px; padding: 8px; border-radius: 6px; background: var(--accent); color: #fff; text-align: center; text-decoration: none; font-weight: 600 }
  code { font: inherit; font-weight: 600 }
</style>
<main>
  <img src="/mark.svg" width="48" height="48" alt="">
  <h1>这个链接已经用过了</h1>
  <p>每个链接只能打开一次。设过 PIN 的，输入 PIN 就能进。</p>
  <p>要一个新链接：把掌柜关掉再打开（<code>zhanggui serve</code> 启动时会印出来）。</p>
  <div class="en" lang="en">
    <p><b>This link was used already.</b> Each link opens once. With a PIN set, the PIN lets you in.</p>
    <p>For a new link close Zhanggui and start it again (<code>zhanggui serve</code> prints one as it starts).</p>
  </div>
  <a href="/">输入 PIN / Enter the PIN</a>
</main>
</html>
`
