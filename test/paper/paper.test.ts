import assert from 'node:assert/strict'
import test from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type Running, startApp, testServices } from '../web/app.ts'
import { axe, launch, overflows, visitor } from '../web/browser.ts'
import { begin, signIn } from '../web/people.ts'

let app: Running, browser: Browser
test.before(async () => { [app, browser] = await Promise.all([startApp(testServices), launch()]) })
test.after(async () => { await browser.close(); await app.stop() })
const press = async (page: Page, name: string | RegExp): Promise<void> => { await page.getByRole('button', { name }).first().click(); await page.waitForLoadState('load') }

test('forms are clean on any screen and in both languages; on paper nothing else is printed', async () => {
  for (const service of ['bono-prueba', 'recl-prueba', 'reclamo-sernac', 'pension-garantizada-universal', 'licencia-clase-b']) for (const [width, lang] of [[320, ''], [1280, ''], [320, '/en']] as const) {
    const context = await visitor(browser, { width }), page = await context.newPage(), at = `${service} ${width} ${lang}`
    assert.equal((await page.goto(`${app.url}${lang}/formulario/${service}`))!.status(), 200)
    assert.deepEqual(await axe(page), [], at)
    assert.ok(!(await overflows(page)), at)
    if (width === 1280) {
      await page.emulateMedia({ media: 'print' })
      for (const hidden of ['.vn-header__in', '.vn-footer', '.vn-screen']) assert.ok(!(await page.locator(hidden).first().isVisible()), `${hidden} ${at}`)
      assert.ok(await page.locator('.vn-paper .vn-qr').isVisible())
      // A cell is as large as a letter written by hand: 6 x 8 mm.
      const cell = (await page.locator('.vn-comb i').first().boundingBox())!
      assert.ok(cell.width >= 22 && cell.height >= 30, JSON.stringify(cell))
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1'), pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)!.length
      assert.ok(pages >= 1 && pages <= 8, `${at}: ${pages} pages`)
      assert.match(pdf, /\/MediaBox\s*\[\s*0 0 59[45][\d.]* 84[12]/, 'A4')
    }
    await context.close()
  }
  assert.equal((await fetch(`${app.url}/formulario/no-existe`)).status, 404)
})

test('a clerk types a form in; the person finds it as hers, from paper', async () => {
  const desk = await visitor(browser, { js: true, width: 1280 }), page = await desk.newPage()
  await page.goto(`${app.url}/equipo/papel`)
  assert.match(page.url(), /\/equipo\/entrar\?volver=/)
  await page.locator('main button[value="marta@meson-3"]').click()
  await page.waitForLoadState('load')
  assert.match(page.url(), /\/equipo\/papel$/, 'back where she wanted to go')
  assert.deepEqual(await axe(page), [])
  await page.getByLabel('Código del formulario').fill('bono-prueba@1.0.0')
  await page.getByLabel('RUN de quien firma').fill('41.000.117-9')
  await page.getByLabel('Lo entregó en persona y mostró su cédula').check()
  await press(page, 'Copiar este papel')
  assert.deepEqual(await axe(page), [])
  assert.ok(!(await overflows(page)))
  await page.getByRole('group', { name: /3\. ¿Cómo es la vivienda/ }).getByLabel('Arrendada').check()
  await page.getByLabel('Hasta $600.000').check()
  await page.getByLabel('Leña o pellet').check()
  await page.getByRole('group', { name: /6\. ¿Recibes otro bono/ }).getByLabel('No').check()
  await page.getByLabel('En una sucursal').check()
  await page.locator('input[type=file]').setInputFiles({ name: 'papel.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') })
  await press(page, 'Guardar y revisar')
  assert.match(page.url(), /\/revisar$/, await page.locator('main').innerText())
  assert.deepEqual(await axe(page), [])
  await page.getByLabel('El papel está firmado y dice lo mismo').check()
  await press(page, 'Enviar la solicitud')
  assert.match(await page.locator('main').innerText(), /Copiada de un formulario en papel por Marta Lagos Pino/)
  assert.deepEqual(await axe(page), [])
  await press(page, 'Terminar con este papel')
  const home = await visitor(browser, { width: 320 }), own = await home.newPage()
  await signIn(own, app.url, 'rosa')
  await own.getByRole('link', { name: /Bono de calefacción/ }).first().click()
  await own.waitForLoadState('load')
  const text = await own.locator('main').innerText()
  assert.match(text, /Guardamos la imagen de tu formulario en papel/)
  const file = await own.request.get(new URL((await own.getByRole('link', { name: 'Ver el papel: papel.png' }).getAttribute('href'))!, app.url).href)
  assert.deepEqual([file.status(), file.headers()['content-type']], [200, 'image/png'])
  await own.getByRole('link', { name: 'Ver el comprobante' }).click()
  await own.waitForLoadState('load')
  assert.match(await own.locator('main').innerText(), /Lo copiamos de tu formulario en papel/)
  assert.deepEqual(await axe(own), [])
  await desk.close(); await home.close()
})

test('from the web to paper: the page where one stops leads to the form of that very journey', async () => {
  const context = await visitor(browser, { js: false }), page = await context.newPage()
  await signIn(page, app.url, 'pedro')
  await begin(page, app.url, 'bono-prueba')
  await page.getByRole('link', { name: 'Parar y seguir después' }).first().click()
  await page.getByRole('link', { name: 'Imprimir el formulario para seguir en papel' }).click()
  await page.waitForLoadState('load')
  assert.match(await page.locator('.vn-paper').innerText(), /[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}/)
  await context.close()
})
