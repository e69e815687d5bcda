/**
 * The picture as Mermaid's `stateDiagram-v2`, for README files and pull requests. GitHub may lay it out with dagre or with
 * ELK; texts carry no sign that Mermaid would take for its own.
 */
import type { Arrow, Flow } from './flow.ts'
import { paints, paper } from './paints.ts'
import { donePlace, startPlace } from './ways.ts'

export function drawMermaid(flow: Flow): string {
  const kinds = [...new Set(flow.boxes.map(({ kind }) => kind))].filter(
    (kind) => kind !== 'start' && kind !== 'done',
  )
  const boxes = flow.boxes.filter(({ kind }) => kind !== 'start' && kind !== 'done')
  return [
    '---',
    `title: ${safe(flow.title)}`,
    '---',
    'stateDiagram-v2',
    '  direction TB',
    ...boxes.map(
      ({ id, title, caption }) => `  state "${safe(short(title))}<br/>${safe(caption)}" as ${idOf(id)}`,
    ),
    ...flow.arrows.map((arrow) => `  ${lineOf(arrow)}`),
    ...kinds.map((kind) => {
      const { fill, line } = paints[kind]
      return `  classDef ${kind}Box fill:${fill},stroke:${line},color:${paper.ink}`
    }),
    ...kinds.map((kind) => {
      const ids = boxes.filter((box) => box.kind === kind).map((box) => idOf(box.id))
      return `  class ${ids.join(',')} ${kind}Box`
    }),
    '',
  ].join('\n')
}

function lineOf({ from, to, kind, labels }: Arrow): string {
  const ends = `${idOf(from)} --> ${idOf(to)}`
  const marks = { go: '', back: '↩ ', fails: '✗ ' }
  const shown = labels.length > 4 ? [...labels.slice(0, 3), `+${labels.length - 3}`] : labels
  const words = safe(`${marks[kind]}${shown.map(short).join(', ')}`)
  return words === '' ? ends : `${ends} : ${words}`
}

/** A prefix keeps a step from being called like a word of Mermaid's («state», «end», «note»). */
function idOf(id: string): string {
  return id === startPlace || id === donePlace ? '[*]' : `s_${id.replaceAll('-', '_')}`
}

function short(words: string): string {
  const letters = Array.from(words)
  return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : words
}

/** A colon ends an identifier there, a semicolon a statement, a hash begins an entity, a bracket a choice or a fork. */
function safe(words: string): string {
  return words
    .replaceAll(/[:;#"`<>{}[\]\\|%]/g, ' ')
    .replaceAll('--', '—')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
