/** A mistake in how the command was called: the message, then exit 2. */
export class Usage extends Error {}
