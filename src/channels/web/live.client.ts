import { liveStream } from '../../ui/live/live.ts'

/**
 * A page of a journey, alive: says that it is open, tells when another hand asks to come in or wrote something. It brings no value into the page: it shows the part of
 * «who is in your application» that the server made, and a link that loads the page anew. What was typed stays.
 */
const root = document.querySelector<HTMLElement>('[data-live]')
if (root !== null) begin(root)

function begin(root: HTMLElement): void {
  const { journey = '', seq = '0', events = '', shared = '', presence = '', token = '', path = '', changed: changedText = '', reload = '' } = root.dataset, screen = crypto.randomUUID()
  const beat = (): void => { if (!document.hidden) void fetch(presence, { method: 'POST', body: new URLSearchParams({ _token: token, screen, path }), keepalive: true }).catch(() => {}) }
  beat()
  setInterval(beat, 5_000)

  const ask = async (): Promise<void> => {
    const reply = await fetch(shared).catch(() => undefined)
    if (reply?.ok !== true) return
    const found = new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('form:has(> #vivo)'), count = found?.querySelector('#vivo')?.getAttribute('data-asked')
    const old = root.querySelector('form')
    if (found === null || found === undefined || count === '0') { old?.remove(); return }
    for (const rest of [...found.children]) if (rest.id !== 'vivo' && rest.tagName !== 'INPUT') rest.remove()
    if (old?.textContent === found.textContent) return
    old?.remove()
    root.append(document.adoptNode(found))
  }
  const note = (): void => {
    if (root.querySelector('[data-changed]') !== null) return
    const line = document.createElement('p'), link = document.createElement('a')
    line.className = 'govuk-inset-text'
    line.dataset.changed = ''
    link.href = location.href
    link.className = 'govuk-link'
    link.textContent = reload
    line.append(`${changedText} `, link)
    root.append(line)
  }
  void ask()
  liveStream({
    url: events, on: [`journey:${journey}`],
    changed: (changes) => { void ask(); if (changes.some((c) => c.seq > Number(seq))) note() },
    again: () => { void ask() },
    // Signed out, or put out: the page as the server shows it now.
    over: () => { location.reload() },
  })
}
