/** Milliseconds: how long the answer to a form is awaited before the page counts as staying (a form that only downloads never leaves). */
const answerMs = 15_000
let watching = false, pressing = false, until = 0

/** Is a finger down, or a form of this page on its way? What is put anew now takes the click away, and a page loaded now takes the form's answer away. */
export const leaving = (): boolean => pressing || Date.now() < until
/** Does it as soon as the page stays. */
export function staying(then: () => void): void { if (leaving()) setTimeout(() => staying(then), 200); else then() }
/** Begins to look at fingers and forms. */
export function watchHands(): void {
  if (watching) return
  watching = true
  addEventListener('pointerdown', () => { pressing = true })
  // The click comes after the finger goes up.
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { setTimeout(() => { pressing = false }) })
  addEventListener('submit', (e) => { if (!e.defaultPrevented) until = Date.now() + answerMs })
  addEventListener('pageshow', () => { until = 0 })
}
