/** What the one line of a command has no room for: by its name, or its name and first word. */
export const MORE: Readonly<Record<string, string>> = {
  serve: `  开着就一直读单；Ctrl C 关掉。--port 换端口（0 到 65535，平常 8420，0 是随便一个空的）。
  --demo 打开练习店，和真店的数据分开。
  Reads orders for as long as it is open; Ctrl C closes it. --port N: 0 to 65535, usually 8420, 0 takes any free one.
  --demo opens the practice shops, apart from the real data.
`,
  'shop list': `  一行一家店：编号、平台、名字、读得怎么样、单子读到几时、推送地址。
  One line a shop: id, platform, name, how its reading goes, up to when its orders are read, where its pushes go.
`,
  'shop test': `  ID 是 zhanggui shop list 里的编号。一步步试：地址、钥匙、能不能读到单子；哪步不行就说怎么办。不改任何东西。
  ID as zhanggui shop list shows it. Tries address, keys and reading step by step and says what to do. Changes nothing.
`,
  sync: `  各店从上次读到的地方读到平台的现在，读完就结束；写不写 --once 都一样（一直读着的是 serve）。--shop ID 只读一家。
  Reads each shop from where it stopped up to the platform's now, then ends, with --once or without; serve is what goes
  on reading. --shop ID: that shop alone.
`,
  ship: `  表里要有两列：订单号、运单号；快递一列可以不给，按单号认。有几张表就读第一张有这两列的。
  The sheet needs two columns, order number and waybill; the courier is recognised where it is not given. Of a book the
  first sheet with these columns is read.

  --confirm short,untracked,merged,waybill    明知如此也要发：缺货、没盘点的货、几单一个号、号可疑
                                              ship all the same: short, untracked, one number for several orders, an odd number
`,
  import: `  账单：微信支付、支付宝的业务明细和账务明细。盘点表：编码、仓库、在库三列。VIP 名单：买家ID 或订单号一列。
  Bills: of WeChat Pay and Alipay. Count sheet: columns SKU, warehouse, on hand. VIP list: buyer id or order number.
`,
  export: `  orders          订单：--month 只要那个月下的单                orders; --month: those placed in that month
  stock           在库、流水；--month 只要那个月的流水，另加进销存  levels and moves; --month: that month's moves, and its turnover
  refunds         退款：--month 只要那个月的                     refunds; --month: those of that month
  reconciliation  对账：每天的证明、差异、没有订单的账单行；要 --month
                                                               daily proofs, differences, bill lines without an order; needs --month
  accountant-pack 会计包：上面几样在一本里；要 --month             all of these in one book; needs --month
  --out 的结尾决定样子：.xlsx .csv .jsonl .zip；几张表的 .csv 写成几个文件。同名的旧文件会换掉。
  The ending of --out decides: .xlsx .csv .jsonl .zip; several sheets become several .csv. A file of that name is replaced.
`,
  refund: `  ROLE: warehouse, finance, supervisor（仓库、财务、主管）。金额按元写 / amounts in major units: 98.50
`,
  person: `  R: supervisor, finance, warehouse, support, sales（主管、财务、仓库、客服、销售），中文英文都行，用逗号隔开。
  In Chinese or English, joined by commas.
  list 一行一个人：编号、名字、角色、有没有设 PIN / one line a person: id, name, roles, whether a PIN is set
`,
  doctor: `  一行一项，✓ 好 ✗ 不好；不好的下面写着是什么、怎么办。什么都不改。没病退出码是 0。
  One line a check, ✓ well or ✗ not; below the latter what it is and what to do. Changes nothing. 0 when nothing is broken.
`,
  backup: `  放在数据文件夹的 backups 里，恢复成一份草稿验证过才算数；打印它的完整路径。旧的按设置留几份。钥匙 data.key 不在里面。
  Goes to the folder backups in the data folder, counts once it was restored into a scratch copy and proven; prints its
  full path. So many older ones stay as Settings say. The key file data.key is not in it.
`,
  verify: `  不动这份备份：在系统的临时文件夹里恢复一份草稿，从头读到尾，历史和账都核一遍。
  Leaves the backup alone: restores a scratch copy in the system's temporary folder and reads it from end to end,
  history and sums included.
`,
  restore: `  先验证备份，再换上。现在的数据库不会丢：先另存为 before-restore-….sqlite，放在数据文件夹里，打印它的路径。
  恢复之后：大家要重新登录、设备重新配对；没办完的对外的事先停住，等你核对。账对不上的备份要加 --as-is 才换上。
  The backup is proven first. The present database is not lost: it is kept as before-restore-….sqlite in the data folder.
  Afterwards everybody signs in and every device pairs anew, and what was about to be told to platforms waits for you.
  A backup whose sums are wrong is taken with --as-is only.
`,
  practice: `  P: taobao, shopify, vendure。--orders 先放几单（100）。--faults 让它出毛病，逗号隔开：
  P is one of these. --orders: how many it begins with (100). --faults gives it troubles, joined by commas:
    lose=0.5 丢掉一半推送 half of the pushes get lost      double=0.2 两成推送来两遍 a fifth comes twice
    fail=3 接下来 3 次不答 the next 3 calls fail           throttle=5 接下来 5 次说太快 the next 5 are told to slow down
    outage 关门 it is down                                skew=300s 钟差 5 分钟 its clock is 5 minutes off
    expired 钥匙过期 its keys have expired
`,
  bench: `  NAME: export, intake, list, live, oversell, reconcile, slips。只在源码检出里有 / from a checkout only
    export 导出 sheets    intake 收单 taking orders in    list 列表和搜索 list and search    live 屏幕多快跟上 how soon screens follow
    oversell 抢库存 a race for stock    reconcile 对账 reconciliation    slips 读面单 reading slips
`,
} // prettier-ignore
