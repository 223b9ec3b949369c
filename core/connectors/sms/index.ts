// SMS: a customer is told by a short message, through a gateway that speaks HTTP.
export { sms } from './sms.connector'
export { startSmsSimulator, type SmsSimulator } from './sms.simulator'
