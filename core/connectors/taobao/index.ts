// Taobao and Tmall shops: orders pulled from the Taobao Open Platform (TOP) by time of change, messages fetched from its TMC queue.
export { taobao } from './taobao.connector'
export { startTaobaoSimulator } from './taobao.simulator'
