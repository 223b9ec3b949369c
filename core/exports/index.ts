// Exports: sheets for the accountant and lines for other programs.
export { exportSheets, isExportKind, type ExportKind, type ExportWish } from './export-sheets'
export { ExportDesk } from './export-desk'
