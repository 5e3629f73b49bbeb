import { bringKeys } from './keys.client.ts'

/**
 * What a machine's own browser adds to its pages: the heartbeat of the lease, the clock of an idle visitor, sound, keys on the screen and the numbers of a keypad. It stores nothing;
 * the server wipes with or without it.
 */
const root = document.querySelector<HTMLElement>('[data-kiosk]')
if (root !== null) begin(root)

function begin(root: HTMLElement): void {
  const { token = '', front = '/', beat, voice = '', mute = '' } = root.dataset, all = <E extends HTMLElement>(css: string): readonly E[] => [...root.querySelectorAll<E>(css)]
  const post = (path: string, fields: { readonly [name: string]: string } = {}): Promise<Response | undefined> => fetch(path, { method: 'POST', body: new URLSearchParams({ _token: token, ...fields }), redirect: 'manual' }).catch(() => undefined)
  // A page brought back from the browser's memory is not shown: the server says what there is now.
  addEventListener('pageshow', (e) => { if (e.persisted) location.reload() })

  /* Heartbeat, and waiting for a telephone. */
  const { awaits, then = '' } = root.dataset
  const pulse = async (): Promise<void> => {
    const reply = await post(beat!), said = reply?.ok ? ((await reply.json().catch(() => undefined)) as { here: boolean; level?: number } | undefined) : undefined
    if (said?.here === false) location.replace(front)
    else if (awaits !== undefined && said?.level !== undefined && said.level >= Number(awaits)) location.replace(then)
  }
  if (beat !== undefined) setInterval(() => void pulse(), awaits === undefined ? Number(root.dataset.beatEvery) * 1000 : 2000)

  /* Sound, made here: no file, and nothing to allow in the page's policy. */
  let sound: AudioContext | undefined
  const tone = (hz: number): void => {
    sound ??= new AudioContext()
    const from = sound.createOscillator(), gain = sound.createGain()
    from.frequency.value = hz
    gain.gain.value = 0.2
    from.connect(gain).connect(sound.destination)
    from.start()
    from.stop(sound.currentTime + 0.25)
  }
  let spoken: AudioBufferSourceNode | undefined
  const listen = async (): Promise<void> => {
    spoken?.stop()
    const say = root.querySelector('[data-say]')!, reply = await fetch(voice).catch(() => undefined)
    if (reply?.status !== 200) { say.textContent = mute; return }
    sound ??= new AudioContext()
    spoken = sound.createBufferSource()
    spoken.buffer = await sound.decodeAudioData(await reply.arrayBuffer())
    spoken.connect(sound.destination)
    spoken.start()
    root.dataset.spoke = String(Math.round(spoken.buffer.duration * 10) / 10)
  }
  for (const item of all('[data-listen]')) { item.hidden = false; item.querySelector('button')!.addEventListener('click', () => void listen()) }
  if (root.classList.contains('is-audio')) void listen()

  /* Aids at once, so that nothing typed is lost; the server keeps them for the next page. */
  for (const button of all<HTMLButtonElement>('button[name=aid]')) button.addEventListener('click', (e) => {
    e.preventDefault()
    const on = root.classList.toggle(`is-${button.value}`)
    button.setAttribute('aria-pressed', String(on))
    void post(button.form!.action, { aid: button.value })
  })

  /* Nobody touches: a warning with sound, then the end. */
  const warning = root.querySelector<HTMLElement>('[data-warning]'), after = Number(root.dataset.idle) * 1000
  let quiet: ReturnType<typeof setTimeout> | undefined, count: ReturnType<typeof setInterval> | undefined, before: Element | null = null
  const touched = (): void => { if (warning === null || !warning.hidden) return; clearTimeout(quiet); quiet = setTimeout(warn, after) }
  function warn(): void {
    const text = warning!.querySelector<HTMLElement>('[data-text]')!, show = (): void => { text.textContent = text.dataset.text!.replace('{n}', String(left)) }
    // As it is now: an aid may have been chosen on this very page.
    let left = Number(root.dataset.warn) * (['is-large', 'is-low', 'is-audio'].some((aid) => root.classList.contains(aid)) ? Number(root.dataset.slow) : 1)
    before = document.activeElement
    for (const part of all('header, main, footer')) part.inert = true
    warning!.hidden = false
    warning!.querySelector<HTMLElement>('[data-stay]')!.focus()
    tone(880)
    show()
    count = setInterval(() => { left--; show(); if (left % 5 === 0) tone(660); if (left <= 0) { clearInterval(count); document.querySelector<HTMLFormElement>('#idle-wipe')!.submit() } }, 1000)
  }
  const stay = (): void => {
    clearInterval(count)
    warning!.hidden = true
    for (const part of all('header, main, footer')) part.inert = false
    if (before instanceof HTMLElement) before.focus()
    void pulse()
    touched()
  }
  if (warning !== null) {
    warning.querySelector('[data-stay]')!.addEventListener('click', stay)
    for (const kind of ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove']) addEventListener(kind, touched, { passive: true })
    touched()
  }

  bringKeys(root, { listen: () => void listen(), warned: () => warning?.hidden === false })
  if (root.dataset.print !== undefined) setTimeout(() => print(), 300)
}
