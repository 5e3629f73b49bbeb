import { tracingChannel } from 'node:diagnostics_channel'

/** What is done without anybody asking. `name` is who did it, in whatever it writes down; `stream`: of the case whose event asked for it. */
export type Job = { readonly name: string; readonly stream?: string }
export const jobChannel = 'ventanilla.job'
const jobs = tracingChannel(jobChannel)

/** Runs a job under its name, so that whoever listens (a test, a tracer) can tell apart what it did. Nobody listening costs nothing. */
export const asJob = <T>(job: Job, work: () => Promise<T>): Promise<T> => jobs.tracePromise(work, job as Job & object)
