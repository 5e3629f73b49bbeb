import type { App } from '#platform/http'
import { Heading, Lead, Stack, Table, Text } from '#ui'
import type { SinkMessage } from '../conversation/outgoing.ts'
import type { Mounted } from '../conversation/types.ts'
import { say } from '../conversation/words.ts'

/** Where the demonstration shows what transports would carry. Names of threads are invented there, as all people are. */
export function sinkRoutes(app: App, { page }: Mounted, sent: () => readonly SinkMessage[]): void {
  app.get('/demo/mensajes', { config: { access: 'demo' } }, async (req, reply) => {
    const lang = page.lang(req), rows = [...sent()].reverse().map((m) => [m.transport, m.thread, m.template === undefined ? m.shape.body : `${m.shape.body} (${say('sinkTemplate', lang)})`, m.shape.do === 'buttons' ? m.shape.buttons.map((b) => b.text).join(' · ') : m.shape.do === 'list' ? m.shape.rows.map((r) => r.text).join(' · ') : ''])
    return page(req, reply, { title: say('sinkTitle', lang), body: <Stack>
      <Heading>{say('sinkTitle', lang)}</Heading>
      <Lead>{say('sinkText', lang)}</Lead>
      {rows.length === 0 ? <Text>{say('sinkNone', lang)}</Text> : <Table caption={say('sinkTitle', lang)} hideCaption head={[say('sinkBy', lang), say('sinkTo', lang), say('sinkWords', lang), say('sinkTaps', lang)]} rows={rows} stack />}
    </Stack> })
  })
}
