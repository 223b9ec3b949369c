import type { Log } from '../kernel'

const nothing = () => undefined

export const noLog: Log = { info: nothing, warn: nothing, error: nothing }
