import assert from 'node:assert/strict'
import test from 'node:test'
import { startApp, testServices } from '../web/app.ts'

const invented = ['bono-prueba', 'cert-prueba', 'recl-prueba']
test('the demo serves what exists for tests only where a setting says so', async () => {
  for (const [env, served] of [[{}, false], [testServices, true]] as const) {
    const app = await startApp(env)
    try {
      for (const service of invented) {
        const page = await fetch(`${app.url}/empezar/${service}`), text = await page.text()
        assert.equal(page.status, served ? 200 : 404, `${service} ${app.log()}`)
        if (served) assert.match(text, /\(prueba\)/)
      }
      assert.doesNotMatch(await (await fetch(`${app.url}/tramites`)).text(), /\(prueba\)/, 'the catalogue does not tell of them')
    } finally { await app.stop() }
  }
})
