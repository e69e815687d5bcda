/**
 * Draws a layout as SVG. Text stays text, arrowheads are polygons (a marker that turns with its line is not drawn by every
 * renderer), colours are written out: the file looks the same in a browser, in a pull request and as PNG.
 */
import type { Flow } from './flow.ts'
import type { Layout, Line, PlacedArrow, PlacedBox, Point } from './layout.ts'
import { paper, paints, strokes, type Paint } from './paints.ts'
import { wrapped } from './lines.ts'
import type { Typeface } from './typeface.ts'

const margin = 28
const cornerRadius = 7

export function drawSvg(flow: Flow, layout: Layout, typeface: Typeface): string {
  const heading = headingOf(flow, layout.width, typeface)
  const width = Math.ceil(Math.max(layout.width, heading.width) + 2 * margin)
  const height = Math.ceil(heading.height + layout.height + 2 * margin)
  const left = margin + Math.max(0, (heading.width - layout.width) / 2)
  const top = margin + heading.height
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title about" font-family="'${typeface.family}', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif">`,
    `<title id="title">${escaped(flow.title)}</title>`,
    `<desc id="about">${escaped(flow.always)}</desc>`,
    `<rect width="${width}" height="${height}" rx="12" fill="${paper.background}"/>`,
    ...heading.lines.map((line) => text(line, line.tone === 'strong' ? paper.ink : paper.soft)),
    `<g transform="translate(${n(left)} ${n(top)})">`,
    ...layout.arrows.map((arrow) => drawArrow(arrow)),
    ...layout.boxes.map((box) => drawBox(box)),
    ...layout.arrows.map((arrow) => drawLabel(arrow)),
    '</g>',
    '</svg>',
  ]
  return `${lines.filter((line) => line !== '').join('\n')}\n`
}

interface Heading {
  readonly width: number
  readonly height: number
  readonly lines: readonly Line[]
}

function headingOf(flow: Flow, wide: number, typeface: Typeface): Heading {
  const name = typeface.drawable(flow.title)
  const command = flow.command === null ? flow.id : `/${flow.command}`
  const [nameWidth, commandWidth] = [typeface.width(name, 22, 'bold'), typeface.width(command, 14)]
  const width = Math.max(wide, nameWidth + 14 + commandWidth, 480)
  const about = wrapped(typeface.drawable(flow.always), width, 3, (part) => typeface.width(part, 12))
  const lines: Line[] = [
    { text: name, size: 22, weight: 'bold', tone: 'strong', width: nameWidth, x: margin, y: margin + 20 },
    {
      text: command,
      size: 14,
      weight: 'regular',
      tone: 'soft',
      width: commandWidth,
      x: margin + nameWidth + 14,
      y: margin + 20,
    },
    ...about.map((part, index): Line => ({
      text: part,
      size: 12,
      weight: 'regular',
      tone: 'soft',
      width: typeface.width(part, 12),
      x: margin,
      y: margin + 42 + index * 17,
    })),
  ]
  return { width, height: 42 + about.length * 17 + 12, lines }
}

function drawBox({ box, x, y, width, height, lines, chips }: PlacedBox): string {
  const paint = paints[box.kind]
  const round = box.kind === 'start' || box.kind === 'done' ? height / 2 : 9
  const dash = box.kind === 'call' ? ' stroke-dasharray="5 3"' : ''
  return [
    `<g id="${escaped(`step-${box.id.replace('#', '')}`)}" class="box ${box.kind}" transform="translate(${n(x)} ${n(y)})">`,
    `<rect width="${n(width)}" height="${n(height)}" rx="${n(round)}" fill="${paint.fill}" stroke="${paint.line}" stroke-width="1.4"${dash}/>`,
    ...lines.map((line) => text(line, toneOf(line, paint))),
    ...chips.map(
      (chip) =>
        `<rect x="${n(chip.x)}" y="${n(chip.y)}" width="${n(chip.width)}" height="${n(chip.height)}" rx="10" fill="${paper.background}" stroke="${paint.line}" stroke-opacity="0.45"/>${text(chip.line, paper.soft)}`,
    ),
    '</g>',
  ].join('')
}

function toneOf(line: Line, paint: Paint): string {
  if (line.tone === 'kind') return paint.line
  return line.tone === 'soft' ? paper.soft : (paint.ink ?? paper.ink)
}

function drawArrow({ arrow, points }: PlacedArrow): string {
  const stroke = strokes[arrow.kind]
  const end = points.at(-1)
  const before = points.at(-2)
  if (end === undefined || before === undefined) return ''
  const dash = stroke.dash === null ? '' : ` stroke-dasharray="${stroke.dash}"`
  return `<g class="arrow ${arrow.kind}" data-from="${escaped(arrow.from)}" data-to="${escaped(arrow.to)}"><path d="${pathOf(points)}" fill="none" stroke="${stroke.line}" stroke-width="1.5"${dash}/><polygon points="${headOf(before, end)}" fill="${stroke.line}"/></g>`
}

function drawLabel({ arrow, label }: PlacedArrow): string {
  if (label === null) return ''
  const { area, lines } = label
  const stroke = strokes[arrow.kind]
  return `<g class="label" transform="translate(${n(area.x)} ${n(area.y)})"><rect width="${n(area.width)}" height="${n(area.height)}" rx="5" fill="${paper.background}"/>${lines.map((line) => text(line, stroke.ink)).join('')}</g>`
}

/** The width is written down, so that a machine without the typeface does not make the text wider than its box. */
function text({ x, y, size, weight, width, text: words }: Line, colour: string): string {
  if (words === '') return ''
  const bold = weight === 'bold' ? ' font-weight="600"' : ''
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}"${bold} fill="${colour}" textLength="${n(width)}" lengthAdjust="spacingAndGlyphs">${escaped(words)}</text>`
}

/** Corners are rounded as far as the lines between them are long enough. */
function pathOf(points: readonly Point[]): string {
  const [start, ...rest] = points
  if (start === undefined) return ''
  const parts = [`M${n(start.x)} ${n(start.y)}`]
  rest.forEach((point, index) => {
    const [before, after] = [points[index], points[index + 2]]
    if (before === undefined || after === undefined) {
      parts.push(`L${n(point.x)} ${n(point.y)}`)
      return
    }
    const from = towards(point, before)
    const to = towards(point, after)
    parts.push(`L${n(from.x)} ${n(from.y)}Q${n(point.x)} ${n(point.y)} ${n(to.x)} ${n(to.y)}`)
  })
  return parts.join('')
}

function towards(corner: Point, other: Point): Point {
  const [dx, dy] = [other.x - corner.x, other.y - corner.y]
  const length = Math.hypot(dx, dy)
  const reach = length === 0 ? 0 : Math.min(cornerRadius, length / 2) / length
  return { x: corner.x + dx * reach, y: corner.y + dy * reach }
}

function headOf(before: Point, end: Point): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1
  const [ux, uy] = [(end.x - before.x) / length, (end.y - before.y) / length]
  const base = { x: end.x - ux * 9, y: end.y - uy * 9 }
  const corners = [
    end,
    { x: base.x - uy * 4.5, y: base.y + ux * 4.5 },
    { x: base.x + uy * 4.5, y: base.y - ux * 4.5 },
  ]
  return corners.map(({ x, y }) => `${n(x)},${n(y)}`).join(' ')
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escaped(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
