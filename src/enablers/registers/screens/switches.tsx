import type { VNode } from 'preact'
import { Button, Buttons, Fields, Form, Select, Text } from '#ui'
import { states, type Switches } from '../switches.ts'
import type { Registered } from '../types.ts'
import { say } from '../words.ts'

/** One choice for each register; `names` are the vocabulary's. */
export const SwitchesForm = ({ lang, action, token, switches, names }: { readonly lang: string; readonly action: string; readonly token: string; readonly switches: Switches; readonly names: Registered }): VNode =>
  <Form action={action} token={token}>
    <Text quiet>{say('heals', lang)}</Text>
    <Fields>{switches.ids.map((id) => <Select key={id} name={id} label={names[id]?.name[lang] ?? names[id]?.name['es'] ?? id} value={switches.of(id)} options={states.map((state) => ({ value: state, text: say(state, lang) }))} />)}</Fields>
    <Buttons>
      <Button kind="secondary" name="do" value="save">{say('save', lang)}</Button>
      <Button kind="quiet" name="do" value="reset">{say('reset', lang)}</Button>
    </Buttons>
  </Form>
