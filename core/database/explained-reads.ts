import type { ReadDb, Row, Value } from './database'
import { explainSqlite } from './dialects/sqlite'

/** What a read meets in a damaged file is said in plain words, as for writes. */
export function explainedReads(read: ReadDb): ReadDb {
  return {
    dialect: read.dialect,
    all: <T = Row>(sql: string, params?: readonly Value[]) => explained(() => read.all<T>(sql, params)),
    get: <T = Row>(sql: string, params?: readonly Value[]) => explained(() => read.get<T>(sql, params)),
    find: (entity, where, order) => explained(() => read.find(entity, where, order)),
  }
}

export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw explainSqlite((error as { driverError?: unknown }).driverError ?? error)
  }
}
