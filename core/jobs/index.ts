// Background work that survives a power cut: written with the fact that causes it, done once or put before a person.
export { queueJob, type NewJob } from './job.store'
export { letGoOfStuck, stuckJobs, tryStuckAgain, whyStuck, type StuckJob } from './stuck.store'
export { startJobs, type Jobs, type JobHandler, type JobHandlers, type RunningJob } from './run-jobs.job'
