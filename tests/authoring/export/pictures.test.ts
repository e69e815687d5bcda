/** The pictures of every shipped dialog, measured: whoever looks at one must be able to read it. */
import { expect, test } from 'vitest'
import { flowOf, type Flow } from '../../../src/authoring/export/flow.ts'
import { layOut, type Area, type Layout, type Point } from '../../../src/authoring/export/layout.ts'
import { drawMermaid } from '../../../src/authoring/export/mermaid.ts'
import { overviewOf } from '../../../src/authoring/export/overview.ts'
import { drawPng } from '../../../src/authoring/export/png.ts'
import { drawSvg } from '../../../src/authoring/export/svg.ts'
import { openTypeface } from '../../../src/authoring/export/typeface.ts'
import { shippedDialogs } from './shipped.ts'

const typeface = openTypeface()
const dialogs = await shippedDialogs()
const definitions = dialogs.map(({ definition }) => definition)
const flows: readonly (readonly [string, Flow])[] = (['ru', 'en'] as const).flatMap((language) => [
  ...definitions.map(
    (definition) => [`${definition.dialog} (${language})`, flowOf(definition, language)] as const,
  ),
  [`overview (${language})`, overviewOf(definitions, language)] as const,
])

const layouts = new Map<Flow, Layout>()
for (const [, flow] of flows) layouts.set(flow, await layOut(flow, typeface))

function placed(flow: Flow): Layout {
  return layouts.get(flow)!
}

test('there are pictures to look at', () => {
  expect(flows.length).toBeGreaterThanOrEqual(38)
})

test.each(flows)('nothing covers anything on the picture of %s', (_name, flow) => {
  const layout = placed(flow)
  expect(layout.boxes).toHaveLength(flow.boxes.length)
  expect(layout.arrows).toHaveLength(flow.arrows.length)
  expect(collisions(layout)).toEqual([])
})

test.each(flows)('every text of %s lies within its box', (_name, flow) => {
  const { boxes, arrows } = placed(flow)
  for (const { lines, chips, width, height } of boxes) {
    for (const line of [...lines, ...chips.map((chip) => chip.line)]) {
      expect(line.x).toBeGreaterThan(0)
      expect(line.x + line.width).toBeLessThanOrEqual(width)
      expect(line.y).toBeLessThan(height)
    }
    for (const [index, chip] of chips.entries())
      expect(chips.slice(index + 1).filter((other) => overlap(chip, other))).toEqual([])
  }
  for (const { label } of arrows)
    for (const line of label?.lines ?? [])
      expect(line.x + line.width).toBeLessThanOrEqual(label?.area.width ?? 0)
})

test('collisions are found where there are any', () => {
  const [, flow] = flows[0]!
  const layout = placed(flow)
  const [first, second] = layout.boxes
  const moved = { ...second!, x: first!.x + 1, y: first!.y + 1 }
  expect(collisions({ ...layout, boxes: [first!, moved] })).not.toEqual([])
  const through = [
    { x: first!.x - 5, y: first!.y + 5 },
    { x: first!.x + 5, y: first!.y + 5 },
  ]
  const arrow = {
    arrow: { from: 'a', to: 'b', kind: 'go' as const, labels: [] },
    points: through,
    label: null,
  }
  expect(collisions({ ...layout, boxes: [first!], arrows: [arrow] })).not.toEqual([])
})

test.each(flows)('the SVG of %s is text and shapes alone', (_name, flow) => {
  const svg = drawSvg(flow, placed(flow), typeface)
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/)
  expect(svg).toContain('<title id="title">')
  expect(svg.match(/<polygon /g)?.length ?? 0).toBe(flow.arrows.length)
  expect(svg).not.toMatch(/<(script|image|foreignObject|marker|style|use)\b|\bon\w+=|NaN|undefined|Infinity/)
  for (const [tag] of svg.matchAll(/<[^>]*>/g)) expect(tag).not.toContain('‹undefined›')
  expect(svg.replaceAll(/<[^<>]*>/g, '').replaceAll(/&(amp|lt|gt|quot);/g, '')).not.toMatch(/[<>&]/)
  for (const { id } of flow.boxes) expect(svg).toContain(`id="step-${id.replace('#', '')}"`)
})

test('the PNG shows what the SVG does, twice as large, with Russian letters', async () => {
  const definition = definitions.find(({ dialog }) => dialog === 'unlink')!
  const flow = flowOf(definition, 'ru')
  const svg = drawSvg(flow, await layOut(flow, typeface), typeface)
  const png = Buffer.from(await drawPng(svg, typeface))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? []
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(width) * 2, Number(height) * 2])
  const wordless = Buffer.from(await drawPng(svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, ''), typeface))
  expect(png.length).toBeGreaterThan(wordless.length * 1.5)
})

test('the typeface knows how wide Russian is, and what it cannot draw', () => {
  expect(typeface.width('Щ', 10)).toBeGreaterThan(typeface.width('г', 10))
  expect(typeface.width('Жёлтый', 20)).toBeCloseTo(2 * typeface.width('Жёлтый', 10))
  expect(typeface.width('Жёлтый', 20, 'bold')).toBeGreaterThan(typeface.width('Жёлтый', 20))
  expect(typeface.drawable('✅ Готово,\n«Анна» — №5')).toBe('Готово, «Анна» — №5')
})

test.each(flows)('the Mermaid of %s has nothing in it that Mermaid takes for its own', (_name, flow) => {
  const lines = drawMermaid(flow).trimEnd().split('\n')
  expect(lines.slice(0, 5).map((line, at) => (at === 1 ? 'title' : line))).toEqual([
    '---',
    'title',
    '---',
    'stateDiagram-v2',
    '  direction TB',
  ])
  const forms = [
    /^ {2}state "[^":;#`{}[\]]+" as s_\w+$/,
    /^ {2}(\[\*\]|s_\w+) --> (\[\*\]|s_\w+)( : [^:;#"`{}[\]<>]+)?$/,
    /^ {2}classDef \w+Box fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}$/,
    /^ {2}class [\w,]+ \w+Box$/,
  ]
  for (const line of lines.slice(5)) expect(forms.some((form) => form.test(line)) ? '' : line).toBe('')
  const ids = lines.flatMap((line) => /^ {2}state .* as (\w+)$/.exec(line)?.[1] ?? [])
  expect(new Set(ids).size).toBe(ids.length)
})

/** What covers what, in words. */
function collisions({ boxes, arrows }: Layout): readonly string[] {
  const labels = arrows.flatMap(({ arrow, label }) => (label === null ? [] : [{ arrow, area: label.area }]))
  return [
    ...pairs(boxes).flatMap(([a, b]) => (overlap(a, b) ? [`box ${a.box.id} on box ${b.box.id}`] : [])),
    ...pairs(labels).flatMap(([a, b]) =>
      overlap(a.area, b.area) ? [`label ${name(a.arrow)} on label ${name(b.arrow)}`] : [],
    ),
    ...labels.flatMap(({ arrow, area }) =>
      boxes.flatMap((box) => (overlap(area, box) ? [`label ${name(arrow)} on box ${box.box.id}`] : [])),
    ),
    ...labels.flatMap(({ arrow, area }) =>
      arrows.flatMap((other) =>
        other.arrow !== arrow && crosses(other.points, area)
          ? [`arrow ${name(other.arrow)} through label ${name(arrow)}`]
          : [],
      ),
    ),
    ...arrows.flatMap(({ arrow, points }) =>
      boxes.flatMap((box) =>
        crosses(points, box) ? [`arrow ${name(arrow)} through box ${box.box.id}`] : [],
      ),
    ),
  ]
}

function name({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from} → ${to}`
}

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other] as const))
}

function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Whether a line made of upright and level pieces runs through the inside of the area. Touching its edge is no harm. */
function crosses(points: readonly Point[], area: Area): boolean {
  const slack = 0.5
  const inner = {
    x: area.x + slack,
    y: area.y + slack,
    width: area.width - 2 * slack,
    height: area.height - 2 * slack,
  }
  return points.slice(1).some((end, index) => {
    const start = points[index]!
    const piece = {
      x: Math.min(start.x, end.x),
      y: Math.min(start.y, end.y),
      width: Math.abs(end.x - start.x) + 0.001,
      height: Math.abs(end.y - start.y) + 0.001,
    }
    return overlap(piece, inner)
  })
}
