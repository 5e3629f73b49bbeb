import type { Page } from 'playwright-core'

/** Signs in as one of the demo's people by their card, which asks for no password. */
export async function signIn(page: Page, url: string, person: string, { lang = 'es', back = '/mis-tramites' }: { readonly lang?: string; readonly back?: string } = {}): Promise<void> {
  const at = lang === 'es' ? '' : `/${lang}`
  await page.goto(`${url}${at}/demo?volver=${encodeURIComponent(`${at}${back}`)}#people`)
  await page.locator(`main button[value="${person}"]`).first().click()
  await page.waitForLoadState('load')
}
/** Signs in by RUN and password, as everybody who is not invented does. */
export async function signInByPassword(page: Page, url: string, run: string, { password = 'testing', back = '/mis-tramites' }: { readonly password?: string; readonly back?: string } = {}): Promise<void> {
  await page.goto(`${url}/entrar?volver=${encodeURIComponent(back)}`)
  await page.fill('[name=run]', run)
  await page.fill('[name=password]', password)
  await Promise.all([page.waitForEvent('load'), page.locator('main form button').click()])
}
/** From the page of a service to the first question. */
export async function begin(page: Page, url: string, service: string, { lang = 'es' }: { readonly lang?: string } = {}): Promise<void> {
  await page.goto(`${url}${lang === 'es' ? '' : `/${lang}`}/empezar/${service}`)
  await page.locator('main form button').first().click()
  await page.waitForLoadState('load')
}
