/** One row per bucket: how many at once, how many a minute after that, and what one counts by (contracts §5). */
export const limitRules = {
  //                 at once   a minute
  'session-write': { burst:   120, perMinute:    240 }, // one browser or account: a fast typist never meets it
  'open-write':    { burst:   600, perMinute:    600 }, // writes by nobody in particular, by address: a whole office shares one
  'token':         { burst: 4_000, perMinute: 60_000 }, // one Bearer token
  'sign-in':       { burst:    10, perMinute:      1 }, // one account or RUN tried
  'resume':        { burst:    30, perMinute:     30 }, // codes and PINs tried, by browser or address; each journey also allows only 5 PINs
  'verify':        { burst:   300, perMinute:    300 }, // certificates looked up, by address
  'destination':   { burst:     5, perMinute:      1 }, // messages to one telephone or mailbox
} as const satisfies LimitRules
export type LimitRules = { readonly [name: string]: { readonly burst: number; readonly perMinute: number } }
export type Limits = {
  /** Takes one from the bucket. Seconds to wait, whole and at least 1, when it is empty. */
  take(rule: string, key: string): { readonly ok: true } | { readonly ok: false; readonly retryAfter: number }
  /** Puts one back: a try that was right counts for nothing. */
  give(rule: string, key: string): void
}

/**
 * Token buckets in this process's memory. Several processes behind one door each allow the rate: the numbers are generous
 * guards against floods; what must be exact (PIN tries) is counted in the database by the room that owns it.
 */
export function createLimits(now: () => number, rules: LimitRules = limitRules, most = 50_000): Limits {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(rule, key) {
      const line = rules[rule]
      if (!line) throw new Error(`no limit is called ${rule}`)
      const at = now(), id = `${rule} ${key}`, perMs = line.perMinute / 60_000
      const bucket = buckets.get(id)
      const left = bucket ? Math.min(line.burst, bucket.left + Math.max(0, at - bucket.at) * perMs) : line.burst
      // Re-inserting keeps the map in order of last use, so the oldest goes first when memory is full.
      buckets.delete(id)
      if (buckets.size >= most) buckets.delete(buckets.keys().next().value!)
      if (left < 1) { buckets.set(id, { left, at }); return { ok: false, retryAfter: Math.max(1, Math.ceil((1 - left) / perMs / 1000)) } }
      buckets.set(id, { left: left - 1, at })
      return { ok: true }
    },
    give(rule, key) {
      const bucket = buckets.get(`${rule} ${key}`), line = rules[rule]
      if (bucket && line) bucket.left = Math.min(line.burst, bucket.left + 1)
    },
  }
}

/** Addresses that tell nobody apart: this machine itself. A proxy that should be believed is named by VENTANILLA_TRUSTED_PROXY. */
export const isLoopback = (address: string) => address === '::1' || /^(::ffff:)?127\./.test(address)
