import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { HtmlValidate } from 'html-validate'
import { h, type VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { minify, sheets } from './assets.ts'
import { gallery } from './gallery/gallery.tsx'
import { Apology, assets, Button, DateInput, Form, Icon, iconNamed, iconNames, idOf, Input, LinkTo, Prose, parseProse, proseTable, proseText, QrCode, Radios, Reach, safeHref, safePath, stylesheetPath } from './index.ts'
import { shapes } from './icon/icons.ts'
import * as door from './index.ts'

const html = (node: VNode): string => render(node)
const css = assets().find(a => a.path === stylesheetPath)!.body as string

test('every page of the gallery is valid HTML, with unique ids and nothing inline', async () => {
  const checker = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button'] }], 'void-style': ['error', { style: 'selfclose' }] } })
  for (const [name, page] of Object.entries(gallery)) {
    const { results } = await checker.validateString(page)
    assert.deepEqual(results.flatMap(r => r.messages.map(m => `${name}: ${m.ruleId} ${m.message} ${m.selector}`)), [])
    assert.doesNotMatch(page, / style=| on[a-z]+=|<style|<script(?! type="module" src=)/, name)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(m => m[1]!)
    assert.equal(new Set(ids).size, ids.length, `${name}: ids`)
    for (const [, list] of page.matchAll(/ (?:for|aria-describedby|aria-labelledby)="([^"]+)"/g)) for (const id of list!.split(' ')) assert.ok(ids.includes(id), `${name}: nothing has id ${id}`)
    for (const [, id] of page.matchAll(/ href="#([^"]+)"/g)) assert.ok(ids.includes(id!), `${name}: a link leads to #${id}`)
  }
})
test('the checker of valid HTML finds a crime', async () => {
  const { valid } = await new HtmlValidate({ extends: ['html-validate:recommended'] }).validateString(gallery['question']!.replace('for="f-nacimiento"', 'for="nobody"'))
  assert.equal(valid, false)
})

test('the example of the README draws a valid page, and its tables name every export', async () => {
  const readme = readFileSync('src/ui/README.md', 'utf8')
  const { code } = await transform(/```tsx\n([\s\S]*?)```/.exec(readme)![1]!, { loader: 'tsx', jsx: 'transform', jsxFactory: 'h' })
  const names = Object.keys(door)
  const page = new Function('h', ...names, `${code}; return page`)(h, ...Object.values(door)) as string
  const { results } = await new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'void-style': ['error', { style: 'selfclose' }] } }).validateString(page)
  assert.deepEqual(results.flatMap(r => r.messages.map(m => m.message)), [])
  assert.match(page, /id="f-desde-year" name="desde-year"/)
  for (const name of names) assert.match(readme, new RegExp(`\`${name}[\`(]`), `README says nothing of ${name}`)
})
test('components run in a browser: no Node comes along, and little else', async () => {
  const { outputFiles } = await build({ stdin: { contents: "import * as ui from './components.ts'; globalThis.ui = ui", resolveDir: 'src/ui', loader: 'ts' }, bundle: true, write: false, format: 'esm', minify: true, platform: 'browser', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'silent' })
  const { text } = outputFiles[0]!
  assert.doesNotMatch(text, /node:/)
  assert.ok(gzipSync(text).length < 44 * 1024, `${gzipSync(text).length} bytes`)
})

test('hostile text stays text', () => {
  const bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
  const out = html(<Form action="/x" token={bad} hidden={{ [bad.replace(/[^a-z]/g, '')]: bad }}><Input name="a" label={bad} hint={bad} error={bad} value={bad} prefix={bad} /><Radios name="b" label={bad} items={[{ value: bad, text: bad, hint: bad }]} /><Button value={bad}>{bad}</Button><Prose text={bad} /></Form>)
  assert.doesNotMatch(out, /<script|<img/)
  assert.ok(out.includes('&lt;script>'))
})
test('links lead to the web, a telephone, a mailbox or a page of ours; nowhere else', () => {
  for (const good of ['/', '/tramites?x=1#y', '#f-a', '?q=a', '', 'https://a.example/b?c=d', 'http://a.example', 'HTTPS://a.example/', 'tel:+56222222222', 'tel:600-000-0000', 'mailto:a@b.example']) assert.equal(safeHref(good), good)
  for (const bad of ['javascript:alert(1)', 'JaVaScRiPt:x', ' javascript:x', 'java\tscript:x', 'data:text/html,x', 'vbscript:x', 'file:///etc', '//evil.example', '/\\evil.example', '/\t/evil.example', '\\\\evil.example', 'https:evil', 'https:///a', 'https://a@evil.example/', 'mailto:a', 'tel:x', 'tramites', 'ftp://a.example', 'blob:x'])
    assert.equal(safeHref(bad), undefined, bad)
  assert.equal(safePath('https://a.example/'), undefined)
  assert.equal(html(<LinkTo href="data:x">Hola</LinkTo>), '<span>Hola</span>')
  assert.match(html(<LinkTo href="https://a.example/">x</LinkTo>), /rel="noopener noreferrer"/)
  assert.doesNotMatch(html(<Form action="https://evil.example/" token="t">x</Form>), /evil/)
  assert.doesNotMatch(html(<Button href={['java', 'script:x'].join('')}>x</Button>), /href/)
})

test('a form writes its token first, then hidden fields, then the rest', () => {
  assert.match(html(<Form action="/x" token="t1" files hidden={{ seq: '3' }}><Input name="a" label="A" /></Form>), /^<form[^>]* action="\/x" method="post" enctype="multipart\/form-data" novalidate[^>]*><input type="hidden" name="_token" value="t1"\/><input type="hidden" name="seq" value="3"\/><div/)
  assert.doesNotMatch(html(<Form action="/x" method="get">x</Form>), /_token/)
})
test('ids come from field names, and errors are told three ways', () => {
  assert.equal(idOf('hogar.0.run'), 'f-hogar-0-run')
  const one = html(<Input name="a.b" label="A" hint="H" error="E" />)
  assert.match(one, /<label class="govuk-label" for="f-a-b">A<\/label><div class="govuk-hint" id="f-a-b-hint">H<\/div><p class="govuk-error-message" id="f-a-b-error">.*Error: <\/span>E/)
  assert.match(one, /<input class="govuk-input govuk-input--error" id="f-a-b" name="a.b" type="text" aria-invalid="true" aria-describedby="f-a-b-hint f-a-b-error"\/>/)
  const date = html(<DateInput name="d" label="D" error="E" parts={[{ suffix: 'day', label: 'Día' }, { suffix: 'year', label: 'Año', wrong: true }]} />)
  assert.match(date, /id="f-d-year" name="d-year"[^>]*aria-invalid="true" aria-describedby="f-d-error"/)
  assert.doesNotMatch(date, /id="f-d-day"[^>]*aria-invalid/)
  assert.match(html(<Radios name="r" label="R" legendAsH1 items={[{ value: '1', text: 'Uno' }, { value: '2', text: 'Dos' }]} />), /<legend[^>]*><h1 class="govuk-fieldset__heading">R<\/h1><\/legend>.*id="f-r" name="r" value="1".*id="f-r-2" name="r" value="2"/)
})
test('an apology sends again all that was typed, fields of one name too, in order, with its own token', () => {
  const out = html(<Apology title="t" message="m" again={{ action: '/p', token: 't9', fields: [['a', '1'], ['b', 'x'], ['a', '<2>']], text: 'Otra vez' }} />)
  assert.match(out, /name="_token" value="t9"\/><input type="hidden" name="a" value="1"\/><input type="hidden" name="b" value="x"\/><input type="hidden" name="a" value="&lt;2>"\/>/)
})

test('every icon draws something of lucide, and names from data fall back', () => {
  for (const name of iconNames) assert.ok(shapes[name].length > 0 && shapes[name].every(([tag, a]) => /^(path|line|circle|rect|polyline|polygon|ellipse)$/.test(tag) && Object.keys(a).length > 0), name)
  assert.match(html(<Icon name="web" />), /aria-hidden="true" focusable="false"><rect width="20" height="14"/)
  assert.equal(iconNamed('baby', 'info'), 'baby')
  assert.equal(iconNamed('toString', 'info'), 'info')
  const moments = [...readFileSync('services/_catalogue/life-events.yaml', 'utf8').matchAll(/^ +icon: (\S+)$/gm)].map(m => m[1]!)
  assert.ok(moments.length > 10)
  for (const icon of moments) assert.ok(iconNames.includes(icon as 'baby'), `life-events.yaml names ${icon}`)
})
test('a QR code draws exactly its dark squares inside four light ones', () => {
  const out = html(<QrCode text="https://ventanilla.example/v/1" label="Abrir" />)
  const size = Number(/viewBox="0 0 (\d+)/.exec(out)![1])
  const cells = [...out.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(m => [Number(m[1]), Number(m[2]), Number(m[3])] as const)
  assert.ok(cells.every(([x, y, w]) => x >= 4 && y >= 4 && x + w <= size - 4 && y < size - 4))
  assert.deepEqual(cells.slice(0, 1), [[4, 4, 7]], 'the finder pattern stands in its corner')
})

test('wording: the closed subset, for screen, speech and chat', () => {
  assert.deepEqual(parseProse('Uno **dos** [tres](https://a.example/)\ncuatro\n\n- a\n  sigue\n- {b}\n\n1. x'), [
    { kind: 'paragraph', parts: ['Uno ', { strong: ['dos'] }, ' ', { href: 'https://a.example/', parts: ['tres'] }, ' cuatro'] },
    { kind: 'bullets', items: [['a sigue'], [{ fact: 'b' }]] }, { kind: 'numbers', items: [['x']] },
  ])
  for (const text of ['[a](javascript:x)', '[a](//b.example)', '[a](/b)', '[a](mailto:a@b.example)', '<b>x</b>', '# t', '![i](https://a.example/i.png){', '**', '[a]()', '[a](https://u@b.example/)'])
    assert.doesNotMatch(html(<Prose text={text} />), /<(a|b|h1|img|strong)[ >][\s\S]*(javascript|\/\/b|mailto|u@b)|<(b|h1|img|strong)>/, text)
  assert.equal(html(<Prose text="Hola {name}" fill={() => '**x** [y](https://evil.example/)'} />), '<p class="govuk-body">Hola **x** [y](https://evil.example/)</p>', 'an answer is never read as Markdown')
  const text = 'Llama al [600 000 0000](tel:6000000000) o mira **[el sitio](https://a.example/)**\n\n1. Uno\n2. {b}'
  assert.equal(proseText(text, 'speech', () => 'dos'), 'Llama al 600 000 0000 o mira el sitio. 1: Uno. 2: dos.')
  assert.equal(proseText(text, 'chat', () => 'dos'), 'Llama al 600 000 0000 o mira el sitio (https://a.example/)\n\n1. Uno\n2. dos')
  assert.equal(proseText('Llama a [la mesa](tel:6000000000)', 'speech'), 'Llama a la mesa, 6000000000.')
  assert.deepEqual(Object.keys(proseTable), ['paragraph', 'bullets', 'numbers', 'strong', 'link', 'fact'])
})
test('how to reach somebody: only an address and a number are links', () => {
  assert.match(html(<Reach text="mesa@ejemplo.cl" />), /href="mailto:mesa@ejemplo\.cl"/)
  assert.match(html(<Reach text="600 123 4567" />), /href="tel:6001234567"/)
  for (const text of ['javascript:alert(1)@x.cl?a=b c', 'Mesón 3, lunes a viernes', 'a@b.cl, c@d.cl']) assert.doesNotMatch(html(<Reach text={text} />), /<a/)
})
test('reading hostile wording takes no time', () => {
  const before = process.cpuUsage().user
  for (const text of ['['.repeat(50_000), '**'.repeat(50_000), '[a]('.repeat(30_000), '- '.repeat(50_000), '{a'.repeat(50_000), `${' '.repeat(50_000)}x`, '\n \n'.repeat(30_000), `[${'a'.repeat(50_000)}`.repeat(2)]) parseProse(text)
  assert.ok(process.cpuUsage().user - before < 4_000_000)
})

test('the style sheet is small, is what was written, and asks for nothing from outside', async () => {
  assert.ok(gzipSync(css, { level: 9 }).length < 12 * 1024, `${gzipSync(css).length} bytes`)
  assert.deepEqual([...css.matchAll(/url\(([^)]*)\)/g)].map(m => m[1]), [`"${assets()[1]!.path}"`])
  assert.doesNotMatch(css, /@import|!important/)
  const source = sheets().map(f => readFileSync(`src/ui/${f}`, 'utf8')).join('\n')
  const squeezed = async (s: string): Promise<string> => {
    const { code, warnings } = await transform(s, { loader: 'css', minify: true })
    assert.deepEqual(warnings.map(w => w.text), [])
    return code.replace(/([:,]) /g, '$1')
  }
  assert.ok((await squeezed(minify(source))) === (await squeezed(source)), 'our small minifier changes no meaning')
})
test('the machines’ own sheet holds what their screens use, and nothing else', () => {
  const own = readFileSync('src/ui/post/kiosk.css', 'utf8'), screens = readdirSync('src/channels/kiosk', { recursive: true, encoding: 'utf8' }).filter(f => /\.tsx?$/.test(f)).map(f => readFileSync(`src/channels/kiosk/${f}`, 'utf8')).join('\n') + readFileSync('src/channels/kiosk/screens/frame.tsx', 'utf8')
  const styled = new Set([...own.matchAll(/\.(vn-kiosk[\w-]*)/g)].map(m => m[1]!))
  assert.deepEqual([...styled].filter(c => !screens.includes(c)), [], 'styled, but no screen of a machine shows it')
})
test('every class of ours that a page uses is styled, and every styled one is used', () => {
  const used = new Set(Object.values(gallery).flatMap(p => [...p.matchAll(/ class="([^"]+)"/g)].flatMap(m => m[1]!.split(' '))))
  const styled = new Set([...css.matchAll(/\.((?:vn|is|govuk)-[\w-]+)/g)].map(m => m[1]!))
  assert.deepEqual([...styled].filter(c => !used.has(c)), [], 'styled, but no page of the gallery shows it')
  assert.deepEqual([...used].filter(c => c.startsWith('vn-') && !styled.has(c)), [], 'used, but not styled')
})
