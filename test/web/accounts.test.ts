import assert from 'node:assert/strict'
import test from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Running, startApp } from './app.ts'
import { axe, launch, overflows, visitor } from './browser.ts'
import { complaints } from './html.ts'
import { signInByPassword } from './people.ts'

/** A person's own account in a real browser: her RUN and password, an app of codes, a passkey of a virtual authenticator, recovery, sessions. */
let app: Running, browser: Browser, url: string
test.before(async () => { [app, browser] = await Promise.all([startApp(), launch()]); url = app.url.replace('127.0.0.1', 'localhost') })
test.after(async () => { await browser?.close(); await app?.stop() })
const shots = process.env['SHOTS'], shot = async (page: Page, name: string): Promise<void> => { if (shots !== undefined) for (const width of [390, 1280]) { await page.setViewportSize({ width, height: 900 }); await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true }) }; await page.setViewportSize({ width: 320, height: 900 }) }
const looked = async (page: Page, name: string): Promise<void> => {
  const html = await page.content()
  assert.deepEqual([...(await complaints(html)), ...(await axe(page)), ...((await overflows(page)) ? ['scrolls'] : [])], [], name)
  await shot(page, name)
}
const press = async (page: Page, name: string): Promise<void> => { await Promise.all([page.waitForEvent('load'), page.locator('main').getByRole('button', { name, exact: true }).click()]) }
/** What the demo's carrier would have sent last of this; codes of a recovery leave after the page has answered. */
const digits = async (about: 'confirmar este contacto' | 'recuperar tu cuenta' | 'clave de un solo uso'): Promise<string> => {
  for (const end = Date.now() + 15_000; Date.now() < end; await new Promise((r) => setTimeout(r, 100))) {
    const found = new RegExp(`${about} es (\\d{3}) (\\d{3})`).exec(await (await fetch(`${app.url}/demo`)).text())
    if (found !== null) return found.slice(1).join('')
  }
  return assert.fail(`no digits came: ${about}`)
}
const signedIn = async (page: Page): Promise<boolean> => { await page.goto(`${url}/mi-cuenta`); return !page.url().includes('/entrar') }
const fresh = async (options: Parameters<typeof visitor>[1] = {}): Promise<{ context: BrowserContext; page: Page }> => { const context = await visitor(browser, options); return { context, page: await context.newPage() } }

test('without scripts: one form of RUN and password; what was typed is kept; a question in words after three failures; a wait after ten; recovery opens it', async () => {
  const { context, page } = await fresh({ js: false, width: 320 })
  await page.goto(`${url}/entrar?volver=${encodeURIComponent('/mis-tramites')}`)
  const form = /<main[\s\S]*<\/main>/.exec(await page.content())![0].match(/<form[\s\S]*?<\/form>/g)!
  assert.equal(form.length, 1, 'one form')
  assert.deepEqual([...form[0]!.matchAll(/<(?:input|button|select|textarea)\b[^>]*\bname="([^"]*)"/g)].map((m) => m[1]).sort(), ['_token', 'password', 'run', 'volver'])
  const wrong = async (password = 'nada'): Promise<string> => { await page.fill('[name=password]', password); await press(page, 'Entrar'); return page.locator('main').innerText() }
  await page.fill('[name=run]', '41.000.250-7')
  assert.match(await wrong(), /no coinciden/)
  assert.deepEqual([await page.inputValue('[name=run]'), await page.locator('[name=answer]').count()], ['41.000.250-7', 0])
  await wrong()
  await wrong()
  const answer = async (): Promise<void> => { const words = ['', '', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'], [, a, b] = /es (\w+) más (\w+)/.exec(await page.locator('main').innerText())!; await page.fill('[name=answer]', String(words.indexOf(a!) + words.indexOf(b!))) }
  assert.match(await wrong('testing'), /Escribe la respuesta/, 'the right password without the answer')
  let said = ''
  for (let n = 4; n < 12; n++) { if ((await page.locator('[name=answer]').count()) > 0) await answer(); said = await wrong() }
  assert.match(said, /Espera 10 minutos/)
  await page.getByRole('link', { name: /Recuperar mi cuenta/ }).click()
  await page.fill('[name=run]', '41000250-7')
  await press(page, 'Enviar los seis dígitos')
  await page.fill('[name=digits]', await digits('recuperar tu cuenta'))
  await page.fill('[name=password]', 'pedro 1234')
  await press(page, 'Guardar la clave')
  assert.match(await page.locator('main').innerText(), /no puede ser tu RUN ni tu nombre|entre las primeras/)
  await page.fill('[name=digits]', await digits('recuperar tu cuenta'))
  await page.fill('[name=password]', 'nueve garzas blancas')
  await press(page, 'Guardar la clave')
  assert.ok(page.url().endsWith('/entrar'))
  await signInByPassword(page, url, '41000250-7', { password: 'nueve garzas blancas' })
  assert.ok(page.url().endsWith('/mis-tramites'))
  // A one-time code reaches level 2, which sees and does not change.
  await page.goto(`${url}/entrar/codigo`)
  await page.fill('[name=run]', '41000250-7')
  await press(page, 'Enviar los seis dígitos')
  await page.fill('[name=digits]', await digits('clave de un solo uso'))
  await press(page, 'Entrar')
  await page.goto(`${url}/mi-cuenta/seguridad`)
  assert.match(await page.locator('main').innerText(), /Confirma que eres tú/)
  assert.equal(await page.locator('[name=password]').count(), 0)
  await context.close()
})
test('a passkey is added and then opens alone; an app of codes is asked for after the password; a session is closed from another browser', async () => {
  const { context, page } = await fresh({ width: 320 }), cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  await signInByPassword(page, url, '41000117-9')
  await page.goto(`${url}/mi-cuenta/llaves`)
  await press(page, 'Agregar una llave de este equipo')
  await page.waitForURL(/hecho=1/)
  await looked(page, 'keys')
  await page.goto(`${url}/salir`)
  await press(page, 'Salir')
  assert.equal(await signedIn(page), false)
  // By keyboard alone, from the page of the password.
  await page.goto(`${url}/entrar?volver=%2Fmi-cuenta`)
  await page.getByRole('link', { name: /llave de acceso/ }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/entrar\/llave/)
  await looked(page, 'passkey')
  await page.getByRole('button', { name: 'Usar mi llave de acceso' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/mi-cuenta$/)
  await looked(page, 'index')
  // What is sent a second time opens nothing.
  await page.goto(`${url}/entrar/llave`)
  await page.evaluate(() => { const form = document.querySelector<HTMLFormElement>('#passkey-get')!; (form.elements.namedItem('response') as HTMLInputElement).value = '{"id":"x"}'; form.submit() })
  await page.getByText('La llave de acceso no sirvió').waitFor()

  await page.goto(`${url}/mi-cuenta/codigos`)
  await looked(page, 'app')
  const secret = (await page.locator('main .vn-digest').first().innerText()).replace(/[^A-Z2-7]/g, ''), code = (more = 0): string => new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: Date.now() + more })
  await page.fill('[name=digits]', code())
  await press(page, 'Activar')
  await page.getByText('Está activa').waitFor()
  const other = await fresh({ js: false, width: 390 })
  await signInByPassword(other.page, url, '41000117-9')
  assert.equal(await signedIn(other.page), false, 'the password alone is not enough')
  await signInByPassword(other.page, url, '41000117-9')
  await shot(other.page, 'second')
  await other.page.fill('[name=digits]', code(30_000))
  await press(other.page, 'Continuar')
  assert.ok(await signedIn(other.page))

  await page.goto(`${url}/mi-cuenta/sesiones`)
  await looked(page, 'sessions')
  assert.equal(await page.getByRole('button', { name: 'Cerrar esta sesión' }).count(), 1)
  await press(page, 'Cerrar esta sesión')
  assert.equal(await signedIn(other.page), false, 'closed from the other browser')
  assert.ok(await signedIn(page))
  for (const c of [context, other.context]) await c.close()
})
test('a contact is added, confirmed and told; the password changes and every session ends', async () => {
  const { context, page } = await fresh({ js: true, width: 320 })
  await signInByPassword(page, url, '41000333-3', { back: '/mi-cuenta/contactos' })
  if (page.url().includes('/entrar')) return assert.fail(await page.locator('main').innerText())
  await page.fill('[name=contact]', 'no es un contacto')
  await press(page, 'Agregar')
  assert.match(await page.locator('main').innerText(), /Escribe un teléfono móvil/)
  await page.fill('[name=contact]', '9 8765 4321')
  await press(page, 'Agregar')
  await page.fill('[name=digits]', await digits('confirmar este contacto'))
  await press(page, 'Confirmar')
  assert.match(await page.locator('main').innerText(), /Recibe códigos\./)
  await page.fill('[name=contact]', 'otra@ejemplo.cl')
  await press(page, 'Agregar')
  await page.fill('[name=digits]', await digits('confirmar este contacto'))
  await press(page, 'Confirmar')
  assert.match(await page.locator('main').innerText(), /Recibe códigos desde el/)
  await looked(page, 'contacts')
  await page.goto(`${url}/mi-historia`)
  assert.match(await page.locator('main').innerText(), /contacto/i, 'it stands in her own record')
  await page.goto(`${url}/mi-cuenta/seguridad`)
  await looked(page, 'security')
  await page.fill('[name=password]', 'siete lagos azules')
  await press(page, 'Guardar la clave')
  assert.equal(await signedIn(page), false)
  await context.close()
})
test('the doors are accessible in both languages, narrow and wide', async () => {
  const { context, page } = await fresh()
  for (const lang of ['', '/en']) for (const path of ['/entrar', '/entrar/recuperar', '/entrar/codigo', '/activar']) for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`${url}${lang}${path}`)
    if (width === 320 && lang === '') await looked(page, path.replaceAll('/', '_'))
    else assert.deepEqual([...(await axe(page)), ...((await overflows(page)) ? ['scrolls'] : [])], [], `${lang}${path} ${width}`)
  }
  await context.close()
})
