import { existsSync, readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** The browser that set-up found or installed; Debian's where set-up has not run. */
export function browserPath(): string | undefined {
  try {
    const { path, executablePath } = JSON.parse(readFileSync('.cache/browser.json', 'utf8')) as { path?: string; executablePath?: string }
    return path ?? executablePath
  } catch { return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(p => existsSync(p)) }
}
export async function launch(): Promise<Browser> {
  const path = browserPath()
  return chromium.launch({ ...(path === undefined ? {} : { executablePath: path }), args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] })
}
/** A newcomer's own browser: no cookies, and scripts only when asked for (axe needs the engine). */
export const visitor = (browser: Browser, { js = true, width = 1280, lang = 'es' } = {}): Promise<BrowserContext> =>
  browser.newContext({ javaScriptEnabled: js, viewport: { width, height: 900 }, locale: lang === 'es' ? 'es-CL' : 'en-GB', reducedMotion: 'reduce' })

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** Every violation as one readable line; none is what we want. Legacy mode: our pages have no frames, and the other way opens a second page for each look. */
export async function axe(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode(true).analyze()
  return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`))
}
/** Does the page scroll sideways (WCAG 1.4.10)? */
export const overflows = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
