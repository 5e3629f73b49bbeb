import type { Page } from 'playwright-core'

/** Signs in as one of the demo's people, whatever stands on the page around it. */
export async function signIn(page: Page, url: string, person: string, { lang = 'es', back = '/mis-tramites' }: { readonly lang?: string; readonly back?: string } = {}): Promise<void> {
  const at = lang === 'es' ? '' : `/${lang}`
  await page.goto(`${url}${at}/entrar?volver=${encodeURIComponent(`${at}${back}`)}`)
  await page.locator(`main button[value="${person}"]`).first().click()
  await page.waitForLoadState('load')
}
/** From the page of a service to the first question. */
export async function begin(page: Page, url: string, service: string, { lang = 'es' }: { readonly lang?: string } = {}): Promise<void> {
  await page.goto(`${url}${lang === 'es' ? '' : `/${lang}`}/empezar/${service}`)
  await page.locator('main form button').first().click()
  await page.waitForLoadState('load')
}
