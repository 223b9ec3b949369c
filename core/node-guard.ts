// better-sqlite3 needs Node-API 10; on an older Node it crashes without a word.
if (Number(process.versions.napi) < 10) {
  process.stderr.write(
    '掌柜需要 Node 22.12 以上（Node-API 10）；在检出目录里用 npm run 启动。\nZhanggui needs Node 22.12 or newer (Node-API 10); start it with npm run.\n',
  )
  process.exit(78)
}
