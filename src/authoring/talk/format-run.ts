/** A conversation as a chat that can be read in a terminal. */
import type { Line } from './run.ts'

const names: Readonly<Record<Line['by'], string>> = { person: '👤', bot: '🤖', service: '⚙', clock: '⏱' }

export function formatRun(lines: readonly Line[]): string {
  return lines.map((line) => formatLine(line)).join('\n')
}

function formatLine({ by, text, buttons }: Line): string {
  const said = text.split('\n').map((part, at) => `${at === 0 ? names[by] : '  '} ${cut(part)}`)
  return [
    ...said,
    ...(buttons === undefined ? [] : [`   [${buttons.filter((one) => one.trim() !== '').join('] [')}]`]),
  ].join('\n')
}

const widthMax = 110

function cut(text: string): string {
  return text.length > widthMax ? `${text.slice(0, widthMax - 1)}…` : text
}
