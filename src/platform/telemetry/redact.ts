/**
 * A net below the allow-list: what looks like a RUN or RUT, an e-mail address or a Chilean telephone number never reaches a log. Identifiers of ours
 * (UUID) and long numbers pass; anything else that could be a RUN is masked, right check digit or not.
 */
const net = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32,}\b|(?<run>(?<![\w.])\d{1,2}(?:\.?\d{3}){2}\s?[-‐–]?\s?[\dkK](?!\w))|(?<mail>[\w.+-]+@[\w-]+\.[\w.-]+)|(?<phone>(?:\+|\b00)56[\s-]?\d(?:[\s-]?\d){8}\b)/gi
export const redact = (text: string): string => text.replace(net, (found, ...rest) => {
  const { run, mail, phone } = rest.at(-1) as { run?: string; mail?: string; phone?: string }
  return run !== undefined ? '[run]' : mail !== undefined ? '[mail]' : phone !== undefined ? '[phone]' : found
})

/** The message of an error that we did not write may quote what somebody typed: quoted text is masked. */
export const unquoted = (text: string): string => text.replace(/"[^"]*"|'[^']*'|`[^`]*`|«[^»]*»/g, '[...]')
