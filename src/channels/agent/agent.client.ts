import { leaving, liveStream, staying } from '../../ui/live/live.ts'

/**
 * Pages of a post, alive and by keys. A key presses what carries it (`.vn-key` inside a button, link or summary), so that no page needs a list of its own. A change fetches the page anew and
 * replaces the parts beside the work; the work itself only when nothing is being typed in it.
 */
const live = document.querySelector<HTMLElement>('[data-live]')
const names: { readonly [key: string]: readonly string[] } = { Enter: ['Intro', 'Enter'], Escape: ['Esc'] }
const carriers = (key: string): HTMLElement | undefined => {
  const wanted = names[key] ?? [key]
  for (const k of document.querySelectorAll('main .vn-key')) { const press = k.closest<HTMLElement>('button, a, summary'); if (press !== null && wanted.includes(k.textContent ?? '') && press.offsetParent !== null) return press }
  return undefined
}
const typing = (at: Element | null): boolean => at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement || (at instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'submit'].includes(at.type))

document.addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing) return
  const at = document.activeElement
  if (/^[1-9]$/.test(e.key) && !typing(at)) {
    const box = document.querySelectorAll<HTMLInputElement>('#pregunta input[type=radio], #pregunta input[type=checkbox]')[Number(e.key) - 1]
    if (box !== undefined) { e.preventDefault(); box.focus(); if (box.type === 'radio') box.checked = true; else box.checked = !box.checked }
    return
  }
  if (e.key === '?' && !typing(at)) { const all = document.querySelector<HTMLDetailsElement>('#teclas details'); if (all !== null) { e.preventDefault(); all.open = !all.open; all.querySelector('summary')?.focus() } return }
  // Enter on a button, a link or in a text goes its own way; Esc leaves a text first.
  if (e.key === 'Enter' && (at instanceof HTMLTextAreaElement || at instanceof HTMLButtonElement || at instanceof HTMLAnchorElement || at?.tagName === 'SUMMARY' || typing(at))) return
  if (!/^F\d+$|^Enter$|^Escape$/.test(e.key)) return
  const press = carriers(e.key)
  if (press === undefined) return
  e.preventDefault()
  // A form inside something closed opens first: F9 asks for the topic, then adds it.
  press.click()
  press.focus()
})
document.addEventListener('keydown', (e) => {
  if (e.key !== 'F9') return
  const box = document.querySelector<HTMLInputElement>('.vn-post__left input[name=about]'), fold = box?.closest('details')
  if (box !== null && fold != null && (!fold.open || box.value === '')) { e.preventDefault(); e.stopImmediatePropagation(); fold.open = true; box.focus() }
}, true)
// The page of a question begins in its field; what was read back waits for the yes.
;(document.querySelector<HTMLElement>('#leido button') ?? document.querySelector<HTMLElement>('.govuk-error-summary') ?? document.querySelector<HTMLElement>('#pregunta input:not([type=hidden]):not([type=file]), #pregunta select, #pregunta textarea'))?.focus({ preventScroll: true })

if (live !== null) {
  const { live: on = '', events = '', presence, token = '', path = '', level, status } = live.dataset
  const touched = new Set<Element>()
  document.addEventListener('input', (e) => { const form = (e.target as Element).closest('form'); if (form !== null) touched.add(form) })
  const fresh = async (): Promise<void> => {
    const reply = await fetch(location.pathname + location.search, { headers: { accept: 'text/html' } }).catch(() => undefined)
    if (reply === undefined) return
    const text = await reply.text()
    // A form was sent while the page was fetched: its answer is the page.
    if (leaving()) { staying(() => { void fresh() }); return }
    if (!reply.ok || new URL(reply.url).pathname !== location.pathname) { location.assign(reply.ok ? reply.url : location.pathname); return }
    const page = new DOMParser().parseFromString(text, 'text/html'), busy = [...document.querySelectorAll('main form')].some((f) => touched.has(f))
    // The level rose: what may be seen and done is another page. The contact is over, or on hold: so it is, whatever was being typed.
    const then = page.querySelector<HTMLElement>('[data-live]')?.dataset
    if (then?.['status'] !== status || (then?.['level'] !== level && !busy)) { location.assign(location.pathname + location.search); return }
    for (const part of ['#bandeja', '#presentes', '.vn-post__right']) { const [now, then] = [document.querySelector(part), page.querySelector(part)]; if (now !== null && then !== null && !now.contains(document.activeElement)) now.replaceWith(document.adoptNode(then)) }
    const [mine, theirs] = [document.querySelector('.vn-post__left'), page.querySelector('.vn-post__left')]
    if (mine !== null && theirs !== null && !busy && !mine.contains(document.activeElement)) mine.replaceWith(document.adoptNode(theirs))
    const [work, next] = [document.querySelector('.vn-post__work'), page.querySelector('.vn-post__work')]
    // Her word came, or another hand wrote: the work shows it as soon as nothing is half typed here.
    if (work !== null && next !== null && !busy && !posted) { if (work.textContent !== next.textContent) { work.replaceWith(document.adoptNode(next)); document.querySelector<HTMLElement>('#leido button')?.focus({ preventScroll: true }) } }
  }
  /** What a form of ours answered is not what the address gives: it stays until the next step. */
  const posted = document.querySelector('#leido input[type=hidden][name=p]') !== null || document.querySelector('.govuk-error-summary, #aviso, input[name=digits]') !== null
  const beat = (): void => { if (presence !== undefined && !document.hidden) void fetch(presence, { method: 'POST', body: new URLSearchParams({ _token: token, screen: 'agent-page', path }), keepalive: true }).catch(() => {}) }
  // Her own telephone was asked: whoever keeps the answer is asked until it came.
  setInterval(() => {
    const at = document.querySelector<HTMLElement>('[data-settle]')
    if (at !== null && !document.hidden) void fetch(at.dataset['settle']!, { method: 'POST', body: new URLSearchParams({ _token: at.dataset['token'] ?? '', do: 'watch' }) }).then((reply) => { if (reply.status === 205) void fresh() }).catch(() => {})
  }, 2_000)
  beat()
  setInterval(beat, 5_000)
  liveStream({ url: events, on: on.split(','), changed: () => { void fresh() }, again: () => { void fresh() }, over: () => { void fresh() }, keep: true })
}
