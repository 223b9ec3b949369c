// The history: who changed what, when and from where. Appended only; each entry carries the hash of the one before.
export { recordHistory, historyStep, type Change, type HistoryItem } from './record-history'
export { readHistory, type HistoryEntry } from './read-history'
export { feedSince, feedHead } from './feed'
export { verifyChain, type ChainFault } from '../database'
