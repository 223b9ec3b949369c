import type { Sheet } from './sheet'
import { escaped } from './xlsx-cell'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** A sheet's name as Excel allows it, and how far it reaches. */
export interface NamedSheet {
  readonly name: string
  /** Its number among the parts; where it stands is told by the order of the list. */
  readonly part: number
  readonly columns: number
  readonly rows: number
}

/** The small parts of an .xlsx beside its sheets (ECMA-376 part 1), by their place in the package. */
export function bookParts(sheets: readonly NamedSheet[]): ReadonlyMap<string, string> {
  return new Map([
    ['[Content_Types].xml', contentTypes(sheets.map(({ part }) => part))],
    ['_rels/.rels', `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', workbook(sheets)],
    ['xl/_rels/workbook.xml.rels', `${XML}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map(({ part }) => `<Relationship Id="rId${part}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${part}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`],
    ['xl/styles.xml', STYLES],
  ])
} // prettier-ignore

function contentTypes(sheets: readonly number[]): string {
  const part = (name: string, type: string) => `<Override PartName="/xl/${name}.xml" ContentType="${TYPE}.${type}+xml"/>`
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook', 'sheet.main')}${sheets.map((n) => part(`worksheets/sheet${n}`, 'worksheet')).join('')}${part('styles', 'styles')}</Types>`
} // prettier-ignore

function workbook(sheets: readonly NamedSheet[]): string {
  const names = sheets.map(
    ({ name, part }) => `<sheet name="${escaped(name)}" sheetId="${part}" r:id="rId${part}"/>`,
  )
  // Excel wants the filter's reach once more, as a hidden name.
  const filters = sheets.map(
    ({ name, columns, rows }, at) =>
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">'${escaped(name)}'!$A$1:$${letter(columns)}$${Math.max(1, rows)}</definedName>`,
  )
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${names.join('')}</sheets><definedNames>${filters.join('')}</definedNames></workbook>`
}

/** What stands before the rows: the frozen head and the widths. */
export function sheetHead({ frozen, heads }: Sheet): string {
  const corner = `${letter(frozen + 1)}2`
  const widths = heads.map(({ width }, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`) // prettier-ignore
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane xSplit="${frozen}" ySplit="1" topLeftCell="${corner}" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`
}

export function sheetFoot(columns: number, rows: number): string {
  return `</sheetData><autoFilter ref="A1:${letter(columns)}${Math.max(1, rows)}"/></worksheet>`
}

/** 1 → A, 27 → AA. */
export function letter(column: number): string {
  const rest = Math.floor((column - 1) / 26)
  return (rest > 0 ? letter(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26))
}

/** General, head, text, text that stays text, count, time, day, and amounts of no, two and three decimals. */
const FORMATS = ['0', '0', '49', '49', '3', '164', '165', '3', '4', '166']
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="166" formatCode="#,##0.000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${FORMATS.length}">${FORMATS.map((format, n) => `<xf numFmtId="${format}" fontId="${n === 1 ? 1 : 0}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"${n === 1 ? ' applyFont="1"' : ''}${n === 3 ? ' quotePrefix="1"' : ''}/>`).join('')}</cellXfs></styleSheet>`
