import type { Typeface } from './typeface.ts'

/** The SVG as PNG, twice as large, with the typeface of the SVG whatever the machine has. */
export async function drawPng(svg: string, typeface: Typeface): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const drawing = new Resvg(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: [...typeface.files],
      defaultFontFamily: typeface.family,
      sansSerifFamily: typeface.family,
    },
    fitTo: { mode: 'zoom', value: 2 },
  })
  return drawing.render().asPng()
}
