// Sheets that people bring: .xlsx and .csv as rows of text, their columns found by name.
export { readSheets, readSheetsFile, readTable, readTableFile, type Row, type Table } from './read-table'
export { findColumns, textAt, ROUNDED, type Columns } from './columns'
