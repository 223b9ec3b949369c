import { Refusal } from '../kernel'

type Data = Readonly<Record<string, string | number>>

const WHY: Readonly<Record<string, (detail: string) => { zh: string; en: string }>> = {
  'bad-time': (detail) => ({ zh: `的时间写成「${detail}」`, en: `its time is “${detail}”` }),
  'bad-amount': (detail) => ({ zh: `的金额写成「${detail}」`, en: `its amount is “${detail}”` }),
  'bad-direction': (detail) => ({
    zh: `分不清是收还是支（${detail}）`,
    en: `it is neither in nor out (${detail})`,
  }),
  'missing-field': (detail) => ({ zh: `的「${detail}」是空的`, en: `its ${detail} is empty` }),
  cells: (detail) => ({ zh: `的格数不对（${detail}）`, en: `it has another number of cells (${detail})` }),
  'unknown-currency': (detail) => ({ zh: `的币种写成「${detail}」`, en: `its currency is “${detail}”` }),
}
/** What is wrong with a row, as `Unreadable` names it, in words that go on after «第 3 行». */
function whyUnreadable({ reason, detail }: Data): { zh: string; en: string } {
  const text = String(detail ?? '')
  return WHY[String(reason)]?.(text) ?? { zh: `写着「${text}」`, en: `it says “${text}”` }
}

/** Why a file is not taken in, in plain words: what is wrong and what to do. Nothing of such a file is kept. */
const SENTENCES = {
  'bill-not-a-bill': () =>
    '这不是能认出的账单：支持微信支付交易账单（全部、成功、退款）、微信资金账单（基本账户）、支付宝业务明细和账务明细，请用后台下载的原文件。\nThis is no bill we know: take the original file of WeChat Pay (trade bill, fund flow) or Alipay (业务明细, 账务明细).',
  'bill-empty': () => '文件是空的（0 字节），请重新下载。\nThe file is empty (0 bytes): download it again.',
  'bill-summary': () =>
    '这是汇总表，里面只有合计、没有逐笔，不用导入；请导入同一天的明细。\nThis is the summary: it holds totals only. Import the details of the same day.',
  'bill-bad-encoding': () =>
    '文字编码坏了（像是用别的程序打开后另存过），请导入下载来的原文件。\nThe text is damaged, as if another program had saved it anew: import the original file.',
  'bill-is-spreadsheet': () =>
    '这是 Excel 文件；请导入后台下载的原文件（.csv 或 .zip）。\nThis is an Excel file: import the original .csv or .zip.',
  'bill-column-missing': (data: Data) =>
    `账单缺少列「${data['column']}」，不能对账；请重新下载，下载时不要删列。\nThe bill lacks the column ${data['column']}: download it again with all columns.`,
  'bill-row-unreadable': (data: Data) =>
    `第 ${data['line']} 行${whyUnreadable(data).zh}，读不懂，整个文件都没有导入。\nLine ${data['line']} cannot be read: ${whyUnreadable(data).en}. Nothing of the file was imported.`,
  'bill-period-unreadable': (data: Data) =>
    `账单开头的起止日期写成「${data['from']}」到「${data['to']}」，读不懂：文件坏了或被改过。整个文件都没有导入，请重新下载。\nThe bill's period reads “${data['from']}” to “${data['to']}”: the file is damaged or was changed. Nothing of it was imported; download it again.`,
  'bill-resaved': () =>
    '这份微信账单像是用 Excel 或别的程序打开后另存过，长单号和格式已经变了，不能对账。整个文件都没有导入，请把微信商户后台下载的原文件放进来，不要先打开另存。\nThis WeChat Pay bill looks saved by Excel or another program: long numbers and the form have changed. Nothing of it was imported; bring the original file as it was downloaded, without saving it anew.',
  'bill-trailer-missing': () =>
    '账单末尾的合计不见了：文件没有下载完整。整个文件都没有导入，请重新下载。\nThe totals at the end are missing: the file is not complete. Nothing of it was imported; download it again.',
  'bill-totals-differ': (data: Data) =>
    `账单末尾的「${data['total']}」写着 ${data['stated']}，逐笔加起来是 ${data['counted']}：文件不完整或被改过，整个文件都没有导入。\nThe total ${data['total']} at the end says ${data['stated']}, the rows add up to ${data['counted']}: the file is incomplete or was changed. Nothing of it was imported.`,
  'bill-truncated': () =>
    '压缩包不完整或已损坏，请重新下载。\nThe archive is cut off or damaged: download it again.',
  'bill-encrypted': () =>
    '压缩包有密码，请先解压再导入。\nThe archive has a password: unpack it first, then import what is inside.',
  'bill-nested': () =>
    '压缩包里还有压缩包，请先解开一层再导入。\nThere is an archive inside the archive: unpack it once, then import.',
  'bill-bomb': () =>
    '压缩包解开后大得不正常，没有打开它。\nThe archive unpacks to an absurd size; it was not opened.',
  'bill-currency': (data: Data) =>
    `账单的币种是 ${data['currency']}，目前只对人民币账。\nThe bill is in ${data['currency']}; only CNY is reconciled for now.`,
  'bill-file-missing': (data: Data) =>
    `没有这个文件：${data['file']}\nThere is no such file: ${data['file']}`,
  'bill-is-folder': (data: Data) =>
    `${data['file']} 是文件夹，不是文件：写出里面的账单。\n${data['file']} is a folder, not a file: name the bills in it.`,
} satisfies Record<string, (data: Data) => string>

export type BillRefusalCode = keyof typeof SENTENCES

/** A refusal with its sentence in both languages. */
export function refuseBill(code: BillRefusalCode, data: Data = {}): Refusal {
  return new Refusal(code, data, SENTENCES[code](data))
}
