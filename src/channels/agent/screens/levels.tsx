import type { VNode } from 'preact'
import { type LevelCell, type LevelColumn, levelColumns, type LevelRow, levelTable } from '#cases'
import { Card, Table, Text } from '#ui'
import { say, type Word } from '../acting-words.ts'
import type { Desk } from '../types.ts'

const cellWords: { readonly [c in Exclude<LevelCell, 'scope'>]: Word } = { yes: 'cellYes', no: 'cellNo', own: 'cellOwn', coarse: 'cellCoarse' }
/** In a contact where somebody acts by a mandate: what that one says; elsewhere which of its acts each step stands on. */
function byMandate({ act }: LevelRow, cell: LevelCell, { lang, viewer }: Desk): string {
  if (cell !== 'scope' || act === null) return say('cellNo', lang)
  if (viewer.power === undefined) return say('cellScope', lang, { act: say(`act_${act}`, lang) })
  return say(viewer.power.acts.includes('see') && viewer.power.acts.includes(act) ? 'cellYes' : 'cellNotInIt', lang)
}
/** Which level each step asks for, and what a representative may do: the very table that the server masks and refuses by (cases `levelTable`). */
export function LevelsNeeded({ desk }: { readonly desk: Desk }): VNode {
  const { lang, viewer, actsFor } = desk, head = (c: LevelColumn): string => (c === 'R' ? say(viewer.power === undefined ? 'colMandate' : 'colThisMandate', lang) : c === 'T3p' ? say('colPin', lang) : c)
  return <Card title={say('levelsTitle', lang)} id="niveles">
    <Text>{say('levelsText', lang)}</Text>
    <Table caption={say('levelsTitle', lang)} hideCaption stack head={[say('colStep', lang), ...levelColumns.map(head)]} rows={levelTable.map((row) => [say(`step_${row.step}`, lang), ...levelColumns.map((c) => (c === 'R' ? byMandate(row, row.cells.R, desk) : say(cellWords[row.cells[c] as keyof typeof cellWords], lang)))])} />
    <Text quiet>{viewer.power === undefined ? say('levelsMandate', lang) : say('levelsThisMandate', lang, { who: actsFor ?? say('somebody', lang), acts: viewer.power.acts.map((a) => say(`act_${a}`, lang)).join(', ') })}</Text>
  </Card>
}
