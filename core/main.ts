import './node-guard'
import { startDesktopCore } from './desktop-core'

await startDesktopCore()
