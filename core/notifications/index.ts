// Notifications: the customer is told what became of a case, once, through whatever adapter the owner has set up.
export { tellCustomer } from './tell-customer.job'
export { adapterView, openAdapter, setAdapter } from './adapter.store'
export { wordsOf, reachable, type Template } from './templates'
