/** A RUT is read, shown and said as a RUN; only companies' numbers are added. */
export { rut } from './run.ts'
