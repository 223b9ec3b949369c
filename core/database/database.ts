import type { EntityTarget, FindOptionsOrder, FindOptionsWhere, ObjectLiteral } from 'typeorm'
import type { Announcement } from '../kernel'

export type Dialect = 'sqlite' | 'postgres'
export type Value = string | number | bigint | null | Uint8Array
export type Row = Record<string, unknown>

/** Reading. SQL is written once with `?` placeholders and runs on both databases. Sees committed rows only. */
export interface ReadDb {
  readonly dialect: Dialect
  all<T = Row>(sql: string, params?: readonly Value[]): Promise<T[]>
  get<T = Row>(sql: string, params?: readonly Value[]): Promise<T | undefined>
  find<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    where?: FindOptionsWhere<E>,
    order?: FindOptionsOrder<E>,
  ): Promise<E[]>
}

/** Who acts, and from where: `desktop`, a station's address, `shop:s1`, `core`. */
export interface Actor {
  readonly who: string
  readonly from: string
}

/**
 * An open transaction: a value, passed first, never ambient. Its body awaits nothing but the transaction itself
 * (no fetch, no timer, no other transaction); after two seconds it is rolled back as a bug. Used after its end it throws.
 */
export interface Tx extends ReadDb {
  readonly actor: Actor
  /** UTC ms of the transaction's begin: one fact has one time. */
  readonly now: number
  /** Appended to a SELECT whose rows this transaction will change: ` for update` where rows must be locked. */
  readonly forUpdate: string
  /** Runs a write; returns the number of rows changed. */
  run(sql: string, params?: readonly Value[]): Promise<number>
  insert<E extends ObjectLiteral>(entity: EntityTarget<E>, row: E): Promise<void>
  update<E extends ObjectLiteral>(
    entity: EntityTarget<E>,
    where: FindOptionsWhere<E>,
    patch: Partial<E>,
  ): Promise<number>
  remove<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E>): Promise<number>
  /** Gathers something for a last step of this transaction (history, counters). A rolled-back savepoint takes it along. */
  collect(kind: string, item: unknown): void
  /** Lets the loop turn inside a longer body: the only other thing a body may await. */
  breathe(): Promise<void>
  /** Work that can fail alone: its error rolls back to here and is thrown on. */
  savepoint<T>(body: () => Promise<T>): Promise<T>
}

/** Runs before COMMIT with what the body collected under `kind`; what it returns is announced after commit. */
export interface LastStep {
  readonly kind: string
  run(tx: Tx, items: readonly unknown[]): Promise<readonly Announcement[] | void>
}

export interface Database extends AsyncDisposable {
  readonly dialect: Dialect
  /** Short reads, a page at most. */
  readonly read: ReadDb
  /** Reads that may take longer than a blink: in a worker thread on SQLite, so that the loop never stalls. */
  readonly slow: ReadDb
  withTx<T>(actor: Actor, body: (tx: Tx) => Promise<T>): Promise<T>
  /** SQLite: copies a consistent snapshot into `file`. PostgreSQL refuses: its own tools do that. */
  snapshotTo(file: string): Promise<void>
  /** SQLite: what its own check of the whole file finds wrong, at most 20. PostgreSQL checks its pages as it reads them. */
  integrityFaults(): Promise<readonly string[]>
  /** Bytes waiting in the write-ahead log; 0 where there is none. */
  walBytes(): number
}
