// First import of every tool: better-sqlite3 needs Node-API 10 and dies without a word below it.
if (Number(process.versions.napi) < 10) {
  process.stderr.write(
    `Zhanggui needs Node 24 (or 22.14 and later); this is Node ${process.versions.node}. ` +
      'Run it through npm (npm start, npm test), which brings its own Node 24 after npm ci.\n',
  )
  process.exit(78)
}
