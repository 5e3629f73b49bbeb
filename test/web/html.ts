import { HtmlValidate } from 'html-validate'

/** Valid HTML, as html-validate's recommended rules see it; what Preact writes its own way is allowed. */
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'void-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off', 'attribute-boolean-style': 'off', 'doctype-style': 'off', 'no-inline-style': 'error', 'script-type': 'off' },
})
/** Every complaint as one readable line. */
export async function complaints(html: string): Promise<readonly string[]> {
  const report = await validator.validateString(html)
  return report.results.flatMap((r) => r.messages.map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`))
}
