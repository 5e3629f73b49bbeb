/**
 * A mistake of ours or an outage: thrown, logged under a reference, shown to people as one apology. `code` is stable, for tests and logs;
 * codes that begin with `database-` are outages (503). `message` speaks to whoever runs the platform: never personal data, never a secret.
 */
export class Fault extends Error {
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'Fault'
    this.code = code
  }
}
