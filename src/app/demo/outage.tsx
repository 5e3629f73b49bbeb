import type { VNode } from 'preact'
import type { App, Page } from '#platform/http'
import { Button, Buttons, Form, Row, Tag, Text } from '#ui'
import type { Outage } from '../outage.ts'
import { say } from './words.ts'

/** Whether anybody says who people are, and the button that turns it. */
export const OutageForm = ({ lang, action, token, outage }: { readonly lang: string; readonly action: string; readonly token: string; readonly outage: Outage }): VNode => {
  const up = outage.answers()
  return <Form action={action} token={token}>
    <Row><Tag kind={up ? 'good' : 'bad'}>{say(up ? 'identityUp' : 'identityDown', lang)}</Tag></Row>
    <Text quiet>{say('identityHeals', lang)}</Text>
    <Buttons><Button kind="secondary" name="do" value={up ? 'down' : 'up'}>{say(up ? 'turnOff' : 'turnOn', lang)}</Button></Buttons>
  </Form>
}
/** Mounted only with `--demo`. `back` is the page that shows the form. */
export function outageRoutes(app: App, { page, outage, back }: { readonly page: Page; readonly outage: Outage; readonly back: string }): void {
  app.post('/demo/identidad', { config: { access: 'demo' } }, async (req, reply) => {
    const wish = ((req.body ?? {}) as { readonly [field: string]: unknown })['do']
    if (wish !== 'down' && wish !== 'up') return page.refuse(req, reply, { refusal: 'bad-request' })
    outage.set(wish === 'down')
    return reply.code(303).header('location', page.href(req, back)).send()
  })
}
