import { RPCHandler } from '@orpc/server/message-port'
import { OWNER_ID, ownerFrom, workingPerson } from '../auth'
import type { Log } from '../kernel'
import { router, type RouterDeps } from './router'

type Port = Parameters<RPCHandler<never>['upgrade']>[0]

/** Serves the desktop window over its port: whoever sits at this PC's window is the owner. */
export function serveMessagePort(port: Port, deps: RouterDeps, log: Log): void {
  const caller = ownerFrom('desktop')
  // Under the name that history knows the owner by.
  const settle = async () => ({ ...caller, name: (await workingPerson(deps.database.read, OWNER_ID)).name })
  new RPCHandler(router(deps)).upgrade(port, { context: { caller, log, settle } })
}
