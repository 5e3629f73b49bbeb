/** Something changed: its id, and numbers that only grow. Whoever is told fetches what it may see. */
export type LiveChange = { readonly id: string; readonly seq: number; readonly n: number }
export type LiveOptions = {
  /** Where the server streams: asked with `on` (names, comma between) and `last`. */
  readonly url: string
  /** What this page shows, in the server's own names: `journey:<id>`, `episode:<id>`, `post:<id>`. */
  readonly on: readonly string[]
  /** Told again what it may know already: compare with the number the page shows. */
  readonly changed: (changes: readonly LiveChange[]) => void
  /** The right to this one ended: nothing more comes of it. */
  readonly over?: (name: string) => void
  /** The page is shown again after it was hidden, or a stream came back after it was lost: fetch what was missed. */
  readonly again?: () => void
  /** A post keeps its stream while the page is hidden: a call may ring. */
  readonly keep?: boolean
}
type Said =
  | { readonly say: 'here'; readonly tab: string; readonly on: readonly string[] }
  | { readonly say: 'gone'; readonly tab: string }
  | { readonly say: 'who' }
  | { readonly say: 'changed'; readonly changes: readonly LiveChange[]; readonly last: string }
  | { readonly say: 'over'; readonly name: string }
  | { readonly say: 'again' }

/** Milliseconds: how long the answer to a form is awaited before the page counts as staying (a form that only downloads never leaves). */
const answerMs = 15_000
let watching = false, pressing = false, until = 0

/** Is a finger down, or a form of this page on its way? What is put anew now takes the click away, and a page loaded now takes the form's answer away. */
export const leaving = (): boolean => pressing || Date.now() < until
/** Does it as soon as the page stays. */
export function staying(then: () => void): void { if (leaving()) setTimeout(() => staying(then), 200); else then() }
/** Begins to look at fingers and forms. */
function watchHands(): void {
  if (watching) return
  watching = true
  addEventListener('pointerdown', () => { pressing = true })
  // The click comes after the finger goes up.
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { setTimeout(() => { pressing = false }) })
  addEventListener('submit', (e) => { if (!e.defaultPrevented) until = Date.now() + answerMs })
  addEventListener('pageshow', () => { until = 0 })
}

/** Milliseconds: how often a tab says that it lives, when one that says nothing is forgotten, how soon a refused stream is asked for again. */
const beatMs = 4_000, forgetMs = 12_000, retryMs = 5_000

/**
 * One stream of server-sent events for all tabs of a browser: HTTP/1.1 gives a browser six connections, and ten open tabs must not eat them. The tab that holds the lock (Web Locks) asks for what all
 * tabs show and tells the others (BroadcastChannel); when it closes, the next one goes on after the last number seen. A page whose form is on its way is told once it stays. Returns what ends it.
 */
export function liveStream({ url, on, changed, over, again, keep = false }: LiveOptions): () => void {
  const tab = crypto.randomUUID(), name = `ventanilla ${url}`, channel = new BroadcastChannel(name), tabs = new Map<string, { on: readonly string[]; at: number }>(), known = new Map<string, LiveChange>(), stopping = new AbortController()
  let last = '', stream: EventSource | undefined, asked = '', leading = false, lost = false, retry: ReturnType<typeof setTimeout> | undefined
  watchHands()
  const shows = (): readonly string[] => (document.hidden && !keep ? [] : on)
  const say = (said: Said): void => { channel.postMessage(said); hear(said) }

  function hear(said: Said): void {
    switch (said.say) {
      case 'here': {
        const fresh = said.on.filter((o) => tabs.get(said.tab)?.on.includes(o) !== true)
        tabs.set(said.tab, { on: said.on, at: Date.now() })
        lead()
        // What the stream told before this page listened: the page compares it with what it shows.
        const changes = leading ? [...known.values()].filter((c) => fresh.some((o) => o.endsWith(c.id))) : []
        if (changes.length > 0) say({ say: 'changed', changes, last })
        return
      }
      case 'gone': tabs.delete(said.tab); lead(); return
      case 'who': beat(); return
      case 'changed': { last = said.last; for (const c of said.changes) known.set(c.id, c); const mine = said.changes.filter((c) => on.some((o) => o.endsWith(c.id))); if (mine.length > 0) staying(() => changed(mine)); return }
      case 'over': { if (on.includes(said.name)) staying(() => over?.(said.name)); return }
      case 'again': staying(() => again?.())
    }
  }
  const beat = (): void => say({ say: 'here', tab, on: shows() })
  channel.onmessage = ({ data }: MessageEvent<Said>) => hear(data)

  /** The leader's stream is of what all tabs show; nothing shown, no stream. */
  function lead(): void {
    if (!leading) return
    for (const [id, { at }] of tabs) if (id !== tab && Date.now() - at > forgetMs) tabs.delete(id)
    const want = [...new Set([...tabs.values()].flatMap((t) => t.on))].sort().join(',')
    if (want === asked) return
    close()
    asked = want
    if (want !== '') open(want)
  }
  const close = (): void => { stream?.close(); stream = undefined; clearTimeout(retry) }
  function open(want: string): void {
    const source = (stream = new EventSource(`${url}?${new URLSearchParams({ on: want, ...(last === '' ? {} : { last }) }).toString()}`))
    source.addEventListener('open', () => { if (lost) { lost = false; say({ say: 'again' }) } })
    source.addEventListener('changed', (e) => { const { data, lastEventId } = e as MessageEvent<string>; say({ say: 'changed', changes: JSON.parse(data) as LiveChange[], last: lastEventId }) })
    source.addEventListener('over', (e) => {
      const said = JSON.parse((e as MessageEvent<string>).data) as { name: string } | null
      // Nothing of all that was asked for is left: come back when something else is wanted.
      if (said === null) close(); else say({ say: 'over', name: said.name })
    })
    const later = (): void => { if (stream !== source) return; close(); lost = true; retry = setTimeout(() => { if (leading && asked === want) open(want) }, retryMs) }
    source.addEventListener('replaced', later)
    // A server that went away is tried again by the browser itself; one that answers no is asked later.
    source.addEventListener('error', () => { lost = true; if (source.readyState === EventSource.CLOSED) later() })
  }

  const shown = (): void => { beat(); if (!document.hidden) again?.() }
  const leave = (): void => { channel.postMessage({ say: 'gone', tab } satisfies Said) }
  document.addEventListener('visibilitychange', shown)
  addEventListener('pagehide', leave)
  const timer = setInterval(beat, beatMs)
  beat()
  navigator.locks.request(name, { signal: stopping.signal }, async () => {
    leading = true
    say({ say: 'who' })
    lead()
    await new Promise<void>((ended) => { stopping.signal.addEventListener('abort', () => ended()) })
    leading = false
    close()
  }).catch(() => { /* ended before its turn came */ })

  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', shown)
    removeEventListener('pagehide', leave)
    leave()
    stopping.abort()
    channel.close()
  }
}
