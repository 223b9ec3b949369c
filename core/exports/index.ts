// Exports: sheets for the accountant and lines for other programs.
export { exportOrders, type ExportResult } from './export-orders'
export { readTable } from './read-table'
