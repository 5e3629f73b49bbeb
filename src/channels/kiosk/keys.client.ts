type Key = { readonly show: string; readonly write?: string; readonly do?: 'erase' | 'next' | 'shift'; readonly wide?: true }
const written = (keys: string): readonly Key[] => [...keys].map((show) => ({ show, write: show }))
const digits = [written('123'), written('456'), written('789')]

/** Rows of keys for what stands in a field; the last row is of this field. */
const pads: { readonly [name: string]: (words: DOMStringMap) => readonly (readonly Key[])[] } = {
  digits: (w) => [...digits, [erase(w), ...written('0'), next(w)]],
  run: (w) => [...digits, [...written('K0-')], [erase(w), next(w)]],
  decimal: (w) => [...digits, [...written('-0,')], [erase(w), next(w)]],
  phone: (w) => [...digits, [...written('+0'), erase(w)], [next(w)]],
  letters: (w) => [written('1234567890'), written('qwertyuiop'), written('asdfghjklñ'), [...written('zxcvbnm'), ...written('´üç').slice(0, 2)], [{ show: w['shift']!, do: 'shift', wide: true }, ...written('@.-,_'), { show: w['space']!, write: ' ', wide: true }], [erase(w), next(w)]],
}
const erase = (w: DOMStringMap): Key => ({ show: w['erase']!, do: 'erase', wide: true })
const next = (w: DOMStringMap): Key => ({ show: w['next']!, do: 'next', wide: true })
const accents: { readonly [letter: string]: string } = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú' }

type Field = HTMLInputElement | HTMLTextAreaElement
const isField = (e: Element | null): e is Field => (e instanceof HTMLInputElement && ['text', 'tel', 'email'].includes(e.type)) || e instanceof HTMLTextAreaElement

/** Keys on the screen under the field that is being written, and a keypad's keys for everything else: 1 to 9 choose, Enter goes on, * listens, - goes back. */
export function bringKeys(root: HTMLElement, { listen, warned }: { readonly listen: () => void; readonly warned: () => boolean }): void {
  const main = root.querySelector('main')!, fields = [...main.querySelectorAll<Field>('[data-keyed] input, [data-keyed] textarea')].filter(isField)
  const pad = document.createElement('div')
  let field: Field | undefined, capital = false
  const write = (text: string): void => {
    if (field === undefined) return
    const { value } = field, from = field.selectionStart ?? value.length, to = field.selectionEnd ?? value.length, last = value[from - 1] ?? ''
    // The accent comes after its letter, as one key.
    if (text === '´') { if (accents[last] !== undefined) field.setRangeText(accents[last], from - 1, from, 'end'); return }
    field.setRangeText(capital ? text.toUpperCase() : text, from, to, 'end')
    if (capital) { capital = false; draw() }
  }
  const act = (key: Key): void => {
    if (field === undefined) return
    if (key.write !== undefined) write(key.write)
    else if (key.do === 'shift') { capital = !capital; draw() }
    else if (key.do === 'next') { const more = fields[fields.indexOf(field) + 1]; if (more !== undefined) more.focus(); else submit() }
    else { const at = field.selectionStart ?? field.value.length; if (at > 0) field.setRangeText('', field.selectionEnd === at ? at - 1 : at, field.selectionEnd ?? at, 'end') }
    field?.dispatchEvent(new Event('input', { bubbles: true }))
  }
  function draw(): void {
    const name = field?.closest<HTMLElement>('[data-keyed]')?.dataset.keyed ?? 'letters', kind = field instanceof HTMLInputElement && field.inputMode === 'numeric' && name === 'letters' ? 'digits' : name
    pad.replaceChildren(...(pads[kind] ?? pads['letters']!)(root.dataset).map((row) => {
      const line = document.createElement('div')
      line.className = 'vn-pad__row'
      line.append(...row.map((key) => {
        const button = document.createElement('button')
        button.type = 'button'
        button.textContent = capital && key.write !== undefined ? key.show.toUpperCase() : key.show
        if (key.wide) button.dataset.wide = ''
        if (key.do === 'shift') button.setAttribute('aria-pressed', String(capital))
        // The field keeps the focus and its place.
        button.addEventListener('pointerdown', (e) => e.preventDefault())
        button.addEventListener('click', () => act(key))
        return button
      }))
      return line
    }))
    pad.className = `vn-pad vn-pad--${kind === 'letters' ? 'letters' : 'digits'}`
  }
  const choose = (next: Field): void => {
    if (field === next) return
    field = next
    capital = false
    const label = next.labels?.[0]?.textContent ?? '', group = next.closest('[data-keyed]')!
    pad.setAttribute('role', 'group')
    pad.setAttribute('aria-label', (root.dataset.keys ?? '').replace('{field}', label.trim()))
    draw()
    // Right under what it writes: in a group of many fields the next one would be far away.
    const under = next.closest('.govuk-date-input') ?? next.closest('.govuk-form-group')
    if (under !== null && group.contains(under)) under.after(pad); else group.append(pad)
    pad.scrollIntoView({ block: 'nearest' })
    next.scrollIntoView({ block: 'nearest' })
  }
  const submit = (): void => main.querySelector<HTMLButtonElement>('form .vn-kiosk-ways button')?.click()
  for (const one of fields) { one.autocomplete = 'off'; one.addEventListener('focus', () => choose(one)) }
  fields[0]?.focus({ preventScroll: true })

  addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey || warned()) return
    const here = document.activeElement, typing = isField(here) || here instanceof HTMLSelectElement
    if (typing) return
    const option = /^[1-9]$/.test(e.key) ? main.querySelector<HTMLElement>(`[data-key="${e.key}"]`) ?? main.querySelectorAll<HTMLElement>('.govuk-radios__input, .govuk-checkboxes__input')[Number(e.key) - 1] : undefined
    if (option !== undefined) { e.preventDefault(); option.focus(); option.click() }
    else if (e.key === '*') { e.preventDefault(); listen() }
    else if (e.key === '-') { e.preventDefault(); main.querySelector<HTMLElement>('.vn-kiosk-ways a')?.click() }
    else if (e.key === 'Enter' && (here === null || here === document.body || here === main || (here instanceof HTMLInputElement && /radio|checkbox/.test(here.type)))) { e.preventDefault(); main.querySelector<HTMLElement>('.vn-kiosk-ways :is(button, a):not(.govuk-button--secondary)')?.click() }
  })
}
