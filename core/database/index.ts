// The database: one writer at a time, readers beside it, the same SQL on SQLite and PostgreSQL.
export type { Database, ReadDb, Tx, Actor, LastStep, Value, Row, Dialect } from './database'
export { openDatabase, type OpenOptions } from './open-database'
export { migrate, type Migrations } from './migrate'
export { TX_DEADLINE_MS } from './tx-life'
export { appendToChain, verifyChain, type ChainEntry, type ChainFault } from './history-chain'
export { lockFolder } from './folder-lock'
export {
  backup,
  backupBeforeMigration,
  listBackup,
  listBackups,
  verifyBackup,
  type BackupRow,
} from './backup'
export { restoreBackup, databaseFile } from './restore'
export { lookInto, WRONG_SUMS, type Proof } from './proof'
export { doctor, CHECKS, type Check, type DoctorReport, type Finding } from './doctor'
