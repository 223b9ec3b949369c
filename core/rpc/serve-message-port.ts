import { RPCHandler } from '@orpc/server/message-port'
import { ownerFrom } from '../auth'
import type { Log } from '../kernel'
import { router, type RouterDeps } from './router'

type Port = Parameters<RPCHandler<never>['upgrade']>[0]

/** Serves the desktop window over its port: whoever sits at this PC's window is the owner. */
export function serveMessagePort(port: Port, deps: RouterDeps, log: Log): void {
  new RPCHandler(router(deps)).upgrade(port, { context: { caller: ownerFrom('desktop'), log } })
}
