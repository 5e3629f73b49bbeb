import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startApp } from './app.ts'
import { axe, launch, overflows, visitor } from './browser.ts'
import { complaints } from './html.ts'

const data = join(import.meta.dirname, '../../../shared/data/br-cartas-de-servico'), needs = existsSync(data) ? {} : { skip: 'needs ../shared/data' }

test('all 1,424 service letters of Brazil: imported, searched and shown, apart from ours', needs, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-letters-')), to = join(folder, 'br')
  const done = spawnSync(process.execPath, ['bin/ventanilla.mjs', 'import', 'cartas-de-servico', data, '-o', to], { encoding: 'utf8' })
  assert.equal(done.status, 2, 'something of each letter is lost, and said')
  assert.match(done.stdout, /1424 of 1424 letters imported, 91 institutions/)
  const app = await startApp({ VENTANILLA_CATALOGUE: to }), browser = await launch()
  try {
    const context = await visitor(browser, { width: 320 }), page = await context.newPage(), wrong: string[] = []
    await page.goto(`${app.url}/buscar?q=seguro+desenprego`)
    const first = page.locator('main a[href*="/servicios/"]').first()
    assert.match(await first.innerText(), /Seguro Desemprego/)
    await first.click()
    await page.waitForLoadState('load')
    assert.match(await page.locator('main').innerText(), /Paso a paso/)
    assert.ok((await page.locator('main [lang=pt]').count()) > 3, 'its words are marked as Portuguese')
    const seen = new Set([new URL(page.url()).pathname])
    for (const q of ['cpf', 'aposentadoria', 'certid%C3%A3o', 'passaporte']) {
      await page.goto(`${app.url}/buscar?q=${q}`)
      seen.add(new URL((await page.locator('main a[href*="/servicios/"]').first().getAttribute('href'))!, app.url).pathname)
    }
    for (const path of [...seen, '/', '/vida', '/instituciones', '/buscar?q=cpf']) {
      assert.equal((await page.goto(app.url + path))!.status(), 200, path)
      wrong.push(...(await axe(page)).map((v) => `${path} ${v}`), ...(await complaints(await page.content())).map((v) => `${path} ${v}`), ...((await overflows(page)) ? [`${path} scrolls sideways`] : []))
    }
    assert.deepEqual(wrong, [])
    assert.equal((await page.goto(`${app.url}/servicios/certificado-antecedentes`))!.status(), 404, 'ours are not among them')
    // Every one of them, as people get it.
    const ids = readdirSync(join(to, 'services')).flatMap((f) => [...readFileSync(join(to, 'services', f), 'utf8').matchAll(/^ {2}- id: (.+)$/gm)].map((m) => m[1]!)), bad: string[] = [], invalid: string[] = []
    assert.equal(new Set(ids).size, 1424)
    for (const [i, id] of ids.entries()) {
      const answer = await fetch(`${app.url}/servicios/${id}`), html = await answer.text(), text = html.replace(/<[^>]+>/g, ' ')
      if (answer.status !== 200 || /undefined|\[object|NaN|\]\(https?:/.test(text) || !/<h1[^>]* lang="pt"/.test(html) || !text.includes('Dónde lo haces')) bad.push(id)
      if (i % 40 === 0) invalid.push(...(await complaints(html)).map((v) => `${id} ${v}`))
    }
    assert.deepEqual([bad, invalid], [[], []])
  } finally { await browser.close(); await app.stop(); rmSync(folder, { recursive: true, force: true }) }
})
