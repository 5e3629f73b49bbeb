import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { axe, overflows } from '../web/browser.ts'
import { signIn } from '../web/people.ts'
import { office, type Office, press } from './post.ts'

let o: Office
test.before(async () => { o = await office() })
test.after(async () => { assert.deepEqual(o.faults, []); await o.close() })
const clean = async (page: Page, what: string): Promise<void> => { assert.deepEqual(await axe(page), [], what); assert.equal(await overflows(page), false, what) }
/** Juan takes a call of somebody who says that she is Rosa, and asks her telephone. */
async function asked(juan: Page): Promise<{ readonly episode: string; readonly number: string }> {
  await juan.goto(`${o.url}/agente`)
  await press(juan, 'Anotar la llamada')
  await juan.locator('summary', { hasText: 'Solo dice quién es' }).click()
  await juan.locator('#claimed-run').fill('41.000.117-9')
  await press(juan, 'Anotar lo que dice')
  await press(juan, 'Pedir confirmación en su teléfono')
  return { episode: /contacto\/([0-9a-f-]{36})/.exec(juan.url())![1]!, number: await juan.locator('#confirmacion .vn-code').innerText() }
}

test('a call is confirmed on her own telephone: the same number on both screens, nobody else finds it, and the agent’s page turns by itself; nothing was typed to the agent', async () => {
  const juan = await o.at('juan@telefono-2', { width: 1280 }), { episode, number } = await asked(juan)
  assert.match(number, /^\d{4}$/)
  await juan.getByRole('heading', { name: 'Esperando su confirmación' }).waitFor()
  await clean(juan, 'waiting')
  const board = await o.messages()
  assert.ok(board.includes(number) && board.includes('/aprobar/'), 'a link to her telephone')
  assert.ok(!board.includes(episode))
  const other = await o.page({ js: false, width: 390 }), hers = await o.page({ width: 390 })
  await signIn(other, o.url, 'pedro', { back: '/mi-cuenta/aprobaciones' })
  assert.ok(!(await other.locator('main').innerText()).includes(number), 'another person sees nothing of it')
  const link = /\/aprobar\/[\w-]{32}/.exec(board)![0]
  await other.goto(o.url + link)
  assert.ok(!(await other.content()).includes(number), 'nor by the link, signed in as himself')
  await signIn(hers, o.url, 'rosa', { back: '/mi-cuenta/aprobaciones' })
  assert.match(await hers.locator('main').innerText(), new RegExp(number))
  await clean(hers, 'her page')
  await press(hers, 'Sí, soy yo')
  await juan.getByText('Lo confirmó en su teléfono').waitFor()
  const file = await o.house.cases.episodes.get(episode, { role: 'system', channel: 'api', assurance: 0 })
  assert.ok(file.ok)
  assert.deepEqual([file.value.level, file.value.how, file.value.confirmation?.state], [3, 'step-up', 'granted'])
  await juan.getByText('T3, identidad comprobada').waitFor()
  assert.equal(await juan.getByRole('button', { name: 'Pedir confirmación' }).count(), 0)
  await clean(juan, 'granted')
})
test('«No fui yo»: her data closes at once, the agent ends politely and can identify nobody there; the supervisor has the notice, others do not', async () => {
  const juan = await o.at('juan@telefono-2', { width: 1280 }), { episode } = await asked(juan), hers = await o.page({ js: false, width: 390 })
  await signIn(hers, o.url, 'rosa', { back: '/mi-cuenta/aprobaciones' })
  await press(hers, 'No fui yo')
  await juan.getByRole('heading', { name: 'No es la persona' }).waitFor()
  await clean(juan, 'not her')
  assert.equal(await juan.locator('input[name=run]').count(), 0)
  assert.equal(await o.house.cases.attention.of('juan'), undefined)
  assert.match(await (await juan.request.get(`${o.url}/agente/contacto/${episode}`)).text(), /no acusar|sin acusar/)
  await hers.goto(`${o.url}/mi-historia`)
  assert.match(await hers.locator('main').innerText(), /no fui yo/i)
  assert.equal((await juan.goto(`${o.url}/agente/avisos`))!.status(), 403)
  const carmen = await o.page({ width: 390 })
  await carmen.goto(`${o.url}/equipo/entrar?volver=/agente/avisos`)
  await carmen.locator('button[value^="carmen@"]').first().click()
  await carmen.getByText('Atendió Juan Paillán Reyes').waitFor()
  assert.ok(!(await carmen.content()).includes('Rosa'), 'no person stands in it')
  await clean(carmen, 'notices')
  await carmen.locator('summary', { hasText: 'Cerrar este aviso' }).first().click()
  await press(carmen, 'Cerrar el aviso')
  await carmen.getByText('Escribe qué encontraste').first().waitFor()
  await clean(carmen, 'notice without words')
  await carmen.locator('textarea[name=why]').first().fill('Quien llamó se equivocó de RUN; hablé con Juan.')
  await press(carmen, 'Cerrar el aviso')
  await carmen.getByText('El aviso quedó cerrado').waitFor()
  assert.match(await carmen.locator('#cerrados').innerText(), /Quien llamó se equivocó de RUN[\s\S]*Lo cerró Carmen/)
  await clean(carmen, 'notices closed')
})
