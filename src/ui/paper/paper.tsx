import type { VNode } from 'preact'
import type { ComponentChildren } from 'preact'

type Ticked = { readonly text: string; readonly mark?: string | undefined; readonly hint?: string | undefined }
/** What somebody writes in with a pen. `comb`: a box for each letter; `before` stands printed before a group. `mark`: the language of a text that is not the page's. */
export type PaperBox =
  | { readonly is: 'ticks'; readonly many: boolean; readonly options: readonly Ticked[] }
  | { readonly is: 'comb'; readonly before?: string; readonly groups: readonly { readonly cells: number; readonly before?: string; readonly label?: string }[] }
  | { readonly is: 'lines'; readonly lines: number; readonly more?: string }
  | { readonly is: 'fields'; readonly fields: readonly { readonly label: string; readonly wide?: boolean }[]; readonly options?: readonly Ticked[] }
  | { readonly is: 'rows'; readonly rows: number; readonly head: readonly Ticked[]; readonly more?: string }
  | { readonly is: 'attach'; readonly text: string; readonly pages: string }
  | { readonly is: 'sign'; readonly label: string }

const Cells = ({ n }: { n: number }): VNode => <span class="vn-comb" aria-hidden="true">{Array.from({ length: n }, (_, i) => <i key={i} />)}</span>
const Lines = ({ n }: { n: number }): VNode => <span class="vn-writing" aria-hidden="true">{Array.from({ length: n }, (_, i) => <i key={i} />)}</span>
const Ticks = ({ options }: { options: readonly Ticked[] }): VNode =>
  <ul class="vn-ticks">{options.map((o) => <li><i aria-hidden="true" /><span lang={o.mark}>{o.text}{o.hint !== undefined && <small>{o.hint}</small>}</span></li>)}</ul>

/** Draws it. What is empty to the eye says to a screen reader how much room there is: `room` (words) and `roomFor` (letters) come translated. */
export function WriteIn({ box, room, roomFor, rowsFor }: { box: PaperBox; room: string; roomFor: (letters: number) => string; rowsFor: (rows: number) => string }): VNode {
  const hidden = (text: string): VNode => <span class="govuk-visually-hidden">{text}</span>
  switch (box.is) {
    case 'ticks': return <Ticks options={box.options} />
    case 'comb': return <p class="vn-combs">{hidden(roomFor(box.groups.reduce((all, g) => all + g.cells, 0)))}{box.before !== undefined && <b>{box.before}</b>}{box.groups.map((g) => <>{g.before !== undefined && <b aria-hidden="true">{g.before}</b>}<span class="vn-combs__group"><Cells n={g.cells} />{g.label !== undefined && <small>{g.label}</small>}</span></>)}</p>
    case 'lines': return <div>{box.lines > 0 && <>{hidden(room)}<Lines n={box.lines} /></>}{box.more !== undefined && <p class="vn-quiet">{box.more}</p>}</div>
    case 'fields': return <div>
      {box.options && <Ticks options={box.options} />}
      <ul class="vn-blanks">{box.fields.map((f) => <li class={f.wide ? 'is-wide' : undefined}><span>{f.label}</span>{hidden(room)}<Lines n={1} /></li>)}</ul>
    </div>
    case 'rows': return <div>{hidden(rowsFor(box.rows))}
      <table class="vn-rows"><thead><tr><th scope="col"><span class="govuk-visually-hidden">n</span></th>{box.head.map((h) => <th scope="col" lang={h.mark}>{h.text}{h.hint !== undefined && <small>{h.hint}</small>}</th>)}</tr></thead>
        <tbody>{Array.from({ length: box.rows }, (_, i) => <tr><th scope="row">{i + 1}</th>{box.head.map((_h, k) => <td key={k} />)}</tr>)}</tbody></table>
      {box.more !== undefined && <p class="vn-quiet">{box.more}</p>}
    </div>
    case 'attach': return <ul class="vn-ticks"><li><i aria-hidden="true" /><span>{box.text} {box.pages}: <Cells n={2} /></span></li></ul>
    case 'sign': return <p class="vn-signing"><span>{box.label}</span>{hidden(room)}</p>
  }
}
/** A whole form to be printed: head with its code, questions by number. On paper it stands alone; the page around it stays on the screen. */
export const PaperSheet = ({ children, label }: { children: ComponentChildren; label: string }): VNode => <article class="vn-paper" aria-label={label}>{children}</article>
export const PaperHead = ({ title, caption, text, qr, marks }: { title: string; caption: string; text?: string | undefined; qr: VNode; marks: readonly { readonly key: string; readonly value: string }[] }): VNode =>
  <header class="vn-paper__head"><div><p class="vn-quiet">{caption}</p><h2>{title}</h2>{text !== undefined && <p>{text}</p>}<dl>{marks.map((m) => <div><dt>{m.key}</dt><dd translate={false}>{m.value}</dd></div>)}</dl></div>{qr}</header>
export type PaperQuestionProps = { readonly n: number; readonly text: string; readonly mark?: string | undefined; readonly notes: readonly string[]; readonly when?: string | undefined; readonly hint?: string | undefined; readonly answered?: { readonly value: string; readonly text: string } | undefined; readonly children: ComponentChildren }
export const PaperQuestion = ({ n, text, mark, notes, when, hint, answered, children }: PaperQuestionProps): VNode =>
  <li class="vn-ask" value={n}><h4><span class="vn-ask__n">{n}</span><span lang={mark}>{text}</span></h4>
    {when !== undefined && <p class="vn-ask__when">{when}</p>}
    {hint !== undefined && <p class="vn-quiet" lang={mark}>{hint}</p>}
    {answered !== undefined && <p class="vn-ask__said"><strong>{answered.value}</strong> <span class="vn-quiet">{answered.text}</span></p>}
    {notes.map((note) => <p class="vn-quiet">{note}</p>)}
    {children}
  </li>
/** Questions below one title; never cut in the middle of a page. */
export const PaperPart = ({ title, children, plain }: { title: string; children: ComponentChildren; plain?: boolean | undefined }): VNode => <section class="vn-paper__part"><h3>{title}</h3>{plain ? children : <ol class="vn-asks">{children}</ol>}</section>
