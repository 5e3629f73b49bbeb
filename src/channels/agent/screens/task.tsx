import type { Task } from '#cases'
import type { Request, Screen } from '#platform/http'
import { Button, Buttons, Card, Form, Stack, Text, moment } from '#ui'
import type { Agent, Seat, Told } from '../types.ts'
import { say } from '../words.ts'
import { Bar, Keys, scripts, Tell } from './frame.tsx'

/** A decision that stood on an answer that was put right since. `about`: which case, and which answer. */
export function reviewScreen(agent: Agent, req: Request, hand: Seat, task: Task, about: string | undefined): Screen {
  const lang = agent.page.lang(req), title = say('reviewTitle', lang)
  return {
    title, ...scripts(agent),
    body: <Stack>
      <Bar agent={agent} req={req} hand={hand} title={title} lang={lang} />
      <Card title={say('reviewBefore', lang, { when: moment(task.dueAt, lang) })} sill>
        {about !== undefined && <Text><strong>{about}</strong></Text>}
        <Text>{say('reviewText', lang)}</Text>
        <Form action={agent.page.href(req, `/agente/tarea/${task.id}`)} token={agent.page.token(req)}><Buttons><Button name="do" value="reviewed">{say('reviewDone', lang)}</Button></Buttons></Form>
      </Card>
      <Keys lang={lang} />
    </Stack>,
  }
}
/** A promised call, or a person to verify: what it is about, how often it was tried, and what came of it. */
export async function taskScreen(agent: Agent, req: Request, hand: Seat, task: Task, told?: Told, who?: string): Promise<Screen> {
  const lang = agent.page.lang(req), verify = task.kind === 'verify', title = say(verify ? 'verifyTitle' : 'taskTitle', lang), action = agent.page.href(req, `/agente/tarea/${task.id}`)
  return {
    title, ...(told === undefined ? {} : { status: 409 }), ...scripts(agent),
    body: <Stack>
      <Bar agent={agent} req={req} hand={hand} title={title} lang={lang} />
      <Tell told={told} />
      <Card title={say(verify ? 'verifyBefore' : 'callBefore', lang, { when: moment(task.dueAt, lang), n: task.attempts })} sill>
        <Text>{say(verify ? 'verifyText' : 'taskText', lang)}</Text>
        {who !== undefined && <Text><strong>{who}</strong></Text>}
        {!verify && <Text quiet>{say('attemptsLeft', lang, { n: 3 - task.attempts })}</Text>}
        <Form action={action} token={agent.page.token(req)}><Buttons><Button name="do" value="reached">{say(verify ? 'verifyHere' : 'reached', lang)}</Button><Button kind="secondary" name="do" value="not">{say('notReached', lang)}</Button>{verify && who === undefined && <Button kind="quiet" name="do" value="who">{say('verifyWho', lang)}</Button>}{!verify && <Button kind="quiet" name="do" value="cancel">{say('cancelTask', lang)}</Button>}</Buttons></Form>
      </Card>
      <Keys lang={lang} />
    </Stack>,
  }
}
