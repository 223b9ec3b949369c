// Exports: sheets for the accountant and lines for other programs.
export { exportOrders, type ExportResult } from './export-orders'
