// For tests of core: a fresh database of either kind, a clock that stands still until told, a log that says nothing.
export { coreDatabase, type CoreDatabaseOptions, type TestDatabase } from './core-database'
export { fakeClock, type FakeClock } from './fake-clock'
export { noLog } from './no-log'
export { aLine, anObservation, anOrder } from './an-order'
