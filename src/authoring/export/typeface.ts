/**
 * The typeface of the pictures: how wide its letters are, and which it has. Read from the font files themselves
 * (OpenType: `cmap` format 4, `hmtx`), so that a box is as wide as its text in the SVG and in the PNG alike.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type Weight = 'regular' | 'bold'

export interface Typeface {
  readonly family: string
  /** Font files, for whoever draws. */
  readonly files: readonly string[]
  /** Width in the unit of `size`. */
  width(text: string, size: number, weight?: Weight): number
  /** The text without what the typeface cannot draw (emoji), in one line. */
  drawable(text: string): string
}

/** @throws Error when the package with the typeface is not installed: it is not part of a production install. */
export function openTypeface(): Typeface {
  const files = {
    regular: fontFile('400Regular/GolosText_400Regular.ttf'),
    bold: fontFile('600SemiBold/GolosText_600SemiBold.ttf'),
  }
  const fonts = { regular: readFont(files.regular), bold: readFont(files.bold) }
  return {
    family: 'Golos Text',
    files: [files.regular, files.bold],
    width(text, size, weight = 'regular') {
      const { advances, unitsPerEm } = fonts[weight]
      const units = Array.from(text).reduce((sum, letter) => sum + (advances.get(letter) ?? unitsPerEm), 0)
      return (units * size) / unitsPerEm
    },
    drawable: (text) =>
      Array.from(text.replaceAll(/\s+/g, ' '))
        .filter((letter) => fonts.regular.advances.has(letter))
        .join('')
        .replaceAll(/ +/g, ' ')
        .trim(),
  }
}

function fontFile(name: string): string {
  return fileURLToPath(import.meta.resolve(`@expo-google-fonts/golos-text/${name}`))
}

interface Font {
  readonly unitsPerEm: number
  readonly advances: ReadonlyMap<string, number>
}

function readFont(file: string): Font {
  const bytes = readFileSync(file)
  const tables = new Map(
    Array.from({ length: bytes.readUInt16BE(4) }, (_, index) => {
      const at = 12 + index * 16
      return [bytes.toString('latin1', at, at + 4), bytes.readUInt32BE(at + 8)] as const
    }),
  )
  const table = (name: string): number => tables.get(name) ?? 0
  const metrics = bytes.readUInt16BE(table('hhea') + 34)
  const advanceOf = (glyph: number): number =>
    bytes.readUInt16BE(table('hmtx') + Math.min(glyph, metrics - 1) * 4)
  const glyphs = glyphsOf(bytes, table('cmap'))
  return {
    unitsPerEm: bytes.readUInt16BE(table('head') + 18),
    advances: new Map([...glyphs].map(([code, glyph]) => [String.fromCodePoint(code), advanceOf(glyph)])),
  }
}

/** The glyph of every letter of the basic plane. */
function glyphsOf(bytes: Buffer, cmap: number): ReadonlyMap<number, number> {
  const subtables = Array.from(
    { length: bytes.readUInt16BE(cmap + 2) },
    (_, index) => cmap + bytes.readUInt32BE(cmap + 8 + index * 8),
  )
  const at = subtables.find((start) => bytes.readUInt16BE(start) === 4) ?? cmap
  const twice = bytes.readUInt16BE(at + 6)
  const [ends, starts, deltas, offsets] = [14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice].map(
    (skip) => at + skip,
  )
  const glyphs = new Map<number, number>()
  for (let segment = 0; segment < twice; segment += 2) {
    const [end, start] = [
      bytes.readUInt16BE((ends ?? 0) + segment),
      bytes.readUInt16BE((starts ?? 0) + segment),
    ]
    const delta = bytes.readUInt16BE((deltas ?? 0) + segment)
    const place = (offsets ?? 0) + segment
    const offset = bytes.readUInt16BE(place)
    for (let code = start; code <= end && code !== 0xffff; code += 1) {
      const listed = offset === 0 ? code : bytes.readUInt16BE(place + offset + (code - start) * 2)
      const glyph = offset > 0 && listed === 0 ? 0 : (listed + delta) % 65_536
      if (glyph > 0) glyphs.set(code, glyph)
    }
  }
  return glyphs
}
