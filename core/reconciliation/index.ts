// Reconciliation: holds the payment providers' bills against the orders, to the last fen, and lists what does not come out even.
export { importBills, matchAgain, type ImportResult, type FileResult } from './import-bills'
export { UploadDesk } from './upload-desk'
export { billAt, openBill, type BillInput } from './bill-file'
export { readBill } from './read-bill'
export { proveBill } from './prove-bill'
export { feeFor } from './fee-rate'
export type { BillRow } from './bill-row'
export type { Term } from './equation'
export {
  differencesOfMonth,
  ordersOfMonth,
  proofOfMonth,
  strayRowsOfMonth,
  type BooksMonth,
  type MonthDifference,
  type MonthOrder,
  type MonthProof,
  type StrayRow,
} from './month-books.store'
