import { liveStream } from '../../ui/live/live.ts'

/**
 * The screen turned to the person, alive: told that something changed, it fetches its own page and puts the part that changed in place. What is to be confirmed can be touched only after it
 * has stood there for a moment, so that nobody says yes to words that came under her finger.
 */
const settle = 900, again = 1_000, beat = 10_000
let root = document.querySelector<HTMLElement>('[data-mirror]'), stop = (): void => {}, on = '', asking = false, wanted = false, later: ReturnType<typeof setTimeout> | undefined
const told = document.createElement('p')
told.className = 'govuk-visually-hidden'
told.setAttribute('role', 'status')

// A receipt that was asked for goes to the printer once its letters are there.
if (document.querySelector('[data-print]') !== null) void document.fonts.ready.then(() => print())
if (root !== null) {
  root.after(told)
  listen()
  setInterval(() => void look(), beat)
}
/** A new person, another stream. */
function listen(): void {
  const want = root!.dataset['on'] ?? '', { events = '' } = root!.dataset
  if (want === on) return
  stop()
  on = want
  // An attention opens a moment after its contact tells: look once more.
  const news = (): void => { void look(); clearTimeout(later); later = setTimeout(() => void look(), again) }
  stop = want === '' ? () => {} : liveStream({ url: events, on: want.split(','), changed: news, over: news, again: news, keep: true })
}
async function look(): Promise<void> {
  if (asking) { wanted = true; return }
  asking = true
  try {
    const reply = await fetch(`${location.pathname}${location.search}`, { headers: { accept: 'text/html' }, signal: AbortSignal.timeout(8_000) })
    const fresh = reply.ok ? new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector<HTMLElement>('[data-mirror]') : null
    if (fresh !== null) show(fresh)
  } catch { /* the server is away: the next turn asks again */ } finally { asking = false; if (wanted) { wanted = false; void look() } }
}
/** The token of a form is another each time: it is no change. */
const plain = (e: HTMLElement): string => { const copy = e.cloneNode(true) as HTMLElement; for (const t of copy.querySelectorAll('[name=_token]')) t.remove(); for (const b of copy.querySelectorAll('button')) b.disabled = false; return copy.innerHTML }
function show(fresh: HTMLElement): void {
  const old = root!
  if (plain(old) !== plain(fresh)) {
    const focused = document.activeElement, at = focused !== null && old.contains(focused) && focused instanceof HTMLButtonElement ? focused.value : undefined
    const other = old.dataset['sum'] !== fresh.dataset['sum'], news = fresh.dataset['news'] ?? ''
    root = document.adoptNode(fresh)
    old.replaceWith(root)
    // Nothing of the last person stays in it either.
    if (news !== (old.dataset['news'] ?? '')) told.textContent = news
    const buttons = [...root.querySelectorAll<HTMLButtonElement>('button[name=says]')], back = (): void => { if (at !== undefined) buttons.find((b) => b.value === at)?.focus() }
    if (other && buttons.length > 0) { for (const b of buttons) b.disabled = true; setTimeout(() => { for (const b of buttons) b.disabled = false; back() }, settle) } else back()
  }
  listen()
}
