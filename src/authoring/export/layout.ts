/**
 * Where everything stands on the picture. Boxes and labels are measured here, elkjs places them (layered, from top to
 * bottom), and nothing is drawn yet.
 */
import type { ELK, ElkEdgeSection, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js'
import elkjs from 'elkjs/lib/elk.bundled.js'
import type { Arrow, Box, Flow } from './flow.ts'
import { wrapped } from './lines.ts'
import type { Typeface, Weight } from './typeface.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Area extends Point {
  readonly width: number
  readonly height: number
}

/** A line of text; `y` is the baseline. */
export interface Line extends Point {
  readonly text: string
  readonly size: number
  readonly weight: Weight
  readonly tone: 'strong' | 'soft' | 'kind'
  readonly width: number
}

export interface Chip extends Area {
  readonly line: Line
}

export interface PlacedBox extends Area {
  readonly box: Box
  /** Relative to the box. */
  readonly lines: readonly Line[]
  readonly chips: readonly Chip[]
}

export interface PlacedArrow {
  readonly arrow: Arrow
  readonly points: readonly Point[]
  /** Relative to the picture, as `area` is. */
  readonly label: { readonly area: Area; readonly lines: readonly Line[] } | null
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly PlacedBox[]
  readonly arrows: readonly PlacedArrow[]
}

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.feedbackEdges': 'true',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
}

/** Made when it is first needed: that takes longer than any layout. */
let elk: ELK | undefined

/** @throws Error when elkjs cannot place it: a bug here, since every shipped dialog is placed in a test. */
export async function layOut(flow: Flow, typeface: Typeface): Promise<Layout> {
  const boxes = new Map(
    alike(flow.boxes.map((box) => measured(box, typeface))).map((one) => [one.box.id, one]),
  )
  const labels = flow.arrows.map((arrow) => measuredLabel(arrow, typeface))
  elk ??= new elkjs.default()
  const placed: ElkNode = await elk.layout<ElkNode>({
    id: 'flow',
    layoutOptions: options,
    children: [...boxes.values()].map(({ box, width, height }): ElkNode => {
      const layer = layerOf(box)
      return {
        id: box.id,
        width,
        height,
        ...(layer !== null && { layoutOptions: { 'elk.layered.layering.layerConstraint': layer } }),
      }
    }),
    edges: flow.arrows.map((arrow, index): ElkExtendedEdge => {
      const label = labels[index]
      return {
        id: String(index),
        sources: [arrow.from],
        targets: [arrow.to],
        ...(label && {
          labels: [
            {
              text: 'label',
              width: label.width,
              height: label.height,
              layoutOptions: { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' },
            },
          ],
        }),
      }
    }),
  })
  return {
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    boxes: (placed.children ?? []).flatMap(({ id, x = 0, y = 0 }) => {
      const box = boxes.get(id)
      return box === undefined ? [] : [{ ...box, x, y }]
    }),
    arrows: (placed.edges ?? []).flatMap((edge) => {
      const [arrow, label] = [flow.arrows[Number(edge.id)], labels[Number(edge.id)]]
      const at = edge.labels?.[0]
      return arrow === undefined
        ? []
        : [
            {
              arrow,
              points: (edge.sections ?? []).flatMap(pointsOf),
              label:
                label && at ? { area: { ...label, x: at.x ?? 0, y: at.y ?? 0 }, lines: label.lines } : null,
            },
          ]
    }),
  }
}

function layerOf(box: Box): 'FIRST' | 'LAST' | null {
  if (box.kind === 'start') return 'FIRST'
  return box.kind === 'done' ? 'LAST' : null
}

function pointsOf({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): readonly Point[] {
  return [startPoint, ...bendPoints, endPoint]
}

const inset = 14
const captionAt = 24
const textWidth = 236
const chipSize = 11
const chipPad = 7
const chipHeight = 20
const chipGap = 6

function measured(box: Box, typeface: Typeface): PlacedBox {
  if (box.kind === 'start' || box.kind === 'done') return pill(box, typeface)
  const caption = oneLine(box.caption, 11, 'bold', 'kind', typeface)
  const key = oneLine(box.key, 11, 'regular', 'soft', typeface)
  const title = paragraph(box.title, 14.5, 'bold', 'strong', 2, typeface)
  const body = paragraph(box.body, 12.5, 'regular', 'soft', 3, typeface)
  const rows = chipRows(box.chips, typeface)
  const inner = Math.max(
    170,
    caption.width + (box.key === '' ? 0 : key.width + 24),
    ...[...title, ...body].map(({ width }) => width),
    ...rows.map((row) => row.reduce((sum, chip) => sum + chip.width + chipGap, -chipGap)),
  )
  let y = captionAt
  const lines: Line[] = [{ ...caption, x: inset, y }]
  if (box.key !== '') lines.push({ ...key, x: inset + inner - key.width, y })
  for (const line of title) lines.push({ ...line, x: inset, y: (y += 20) })
  y += body.length > 0 ? 3 : 0
  for (const line of body) lines.push({ ...line, x: inset, y: (y += 17) })
  y += 10
  const chips: Chip[] = []
  for (const row of rows) {
    let x = inset
    for (const chip of row) {
      chips.push({
        ...chip,
        x,
        y,
        line: { ...chip.line, x: x + chipPad, y: y + 14 },
      })
      x += chip.width + chipGap
    }
    y += chipHeight + chipGap
  }
  return { box, x: 0, y: 0, width: inner + 2 * inset, height: y + 4, lines, chips }
}

/** Boxes of one width stand straight below each other. */
function alike(boxes: readonly PlacedBox[]): readonly PlacedBox[] {
  const width = Math.max(...boxes.map((box) => box.width))
  return boxes.map((placed) => {
    if (placed.chips.length === 0 && placed.lines.length === 1) return placed
    const more = width - placed.width
    const lines = placed.lines.map((line) =>
      line.tone === 'soft' && line.y === captionAt ? { ...line, x: line.x + more } : line,
    )
    return { ...placed, width, lines }
  })
}

function pill(box: Box, typeface: Typeface): PlacedBox {
  const line = oneLine(box.title, 13, 'bold', 'strong', typeface)
  const width = line.width + 36
  return { box, x: 0, y: 0, width, height: 32, lines: [{ ...line, x: 18, y: 21 }], chips: [] }
}

function chipRows(texts: readonly string[], typeface: Typeface): readonly (readonly Chip[])[] {
  const rows: Chip[][] = []
  let left = 0
  for (const text of texts) {
    const [line] = paragraph(text, chipSize, 'regular', 'strong', 1, typeface)
    if (line === undefined) continue
    const width = line.width + 2 * chipPad
    if (rows.length === 0 || left < width) {
      rows.push([])
      left = textWidth
    }
    rows.at(-1)?.push({ x: 0, y: 0, width, height: chipHeight, line })
    left -= width + chipGap
  }
  return rows
}

interface MeasuredLabel {
  readonly width: number
  readonly height: number
  readonly lines: readonly Line[]
}

const labelLines = 4
const labelPad = 4

function measuredLabel(arrow: Arrow, typeface: Typeface): MeasuredLabel | null {
  const tone = arrow.kind === 'go' ? 'strong' : 'soft'
  const all = arrow.labels.flatMap((text) => paragraph(text, 11.5, 'regular', tone, 2, typeface, 190))
  const kept = all.length > labelLines ? all.slice(0, labelLines - 1) : all
  const more =
    all.length > labelLines ? [oneLine(`+${all.length - kept.length}…`, 11.5, 'regular', tone, typeface)] : []
  const lines = [...kept, ...more]
  if (lines.length === 0) return null
  const width = Math.max(...lines.map((line) => line.width)) + 2 * labelPad
  return {
    width,
    height: lines.length * 14 + 2 * labelPad,
    lines: lines.map((line, index) => ({
      ...line,
      x: (width - line.width) / 2,
      y: labelPad + 10.5 + index * 14,
    })),
  }
}

function oneLine(text: string, size: number, weight: Weight, tone: Line['tone'], typeface: Typeface): Line {
  const drawn = typeface.drawable(text)
  return { text: drawn, size, weight, tone, width: typeface.width(drawn, size, weight), x: 0, y: 0 }
}

function paragraph(
  text: string,
  size: number,
  weight: Weight,
  tone: Line['tone'],
  linesMax: number,
  typeface: Typeface,
  width: number = textWidth,
): readonly Line[] {
  const measure = (part: string): number => typeface.width(part, size, weight)
  return wrapped(typeface.drawable(text), width, linesMax, measure).map((line) =>
    oneLine(line, size, weight, tone, typeface),
  )
}
