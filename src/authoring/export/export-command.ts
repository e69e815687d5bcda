/** `npm run dialogs -- export`: statecharts of dialogs as files, for people, for Stately and for other tools. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formatProblems } from '../../dialogs/format-problems.ts'
import { loadDialogs, type LoadedDialog } from '../../dialogs/load.ts'
import { readSource } from '../../dialogs/source.ts'
import type { Language } from '../../ports.ts'
import type { Terminal } from '../terminal.ts'
import { flowOf, type Flow } from './flow.ts'
import { layOut } from './layout.ts'
import { machineOf, machineSource, type LineOf } from './machine.ts'
import { drawMermaid } from './mermaid.ts'
import { overviewOf } from './overview.ts'
import { drawPng } from './png.ts'
import { drawSvg } from './svg.ts'
import { openTypeface, type Typeface } from './typeface.ts'

const formats = ['json', 'ts', 'mermaid', 'svg', 'png'] as const
type Format = (typeof formats)[number]

interface Wish {
  readonly names: readonly string[]
  readonly out: string
  readonly formats: ReadonlySet<Format>
  readonly language: Language
}

const shipped = fileURLToPath(new URL('../../dialogs', import.meta.url))
const usage = 64

/**
 * Writes the files of the dialogs named, or of all shipped ones with an overview.
 *
 * @returns the exit code: 0 written, 1 a dialog is wrong or unknown, 64 the words were not understood.
 */
export async function runExport(args: readonly string[], terminal: Terminal): Promise<number> {
  const wish = readWish(args)
  if (typeof wish === 'string') {
    terminal.err(`${wish}\n`)
    return usage
  }
  const found = await findDialogs(wish.names, terminal)
  if (found === null) return 1
  await mkdir(wish.out, { recursive: true })
  const written: string[] = []
  const keep = async (name: string, content: string | Uint8Array): Promise<void> => {
    const file = join(wish.out, name)
    await writeFile(file, content)
    written.push(file)
  }
  const draws = wish.formats.has('svg') || wish.formats.has('png')
  const typeface = draws ? openTypeface() : null
  for (const dialog of found) {
    const flow = flowOf(dialog.definition, wish.language)
    await writeMachine(dialog, wish, keep)
    await writePictures(flow, wish, typeface, keep)
  }
  if (wish.names.length === 0) {
    const all = found.map(({ definition }) => definition)
    await writePictures(overviewOf(all, wish.language), wish, typeface, keep)
  }
  terminal.out(`${written.map((file) => relative('', file)).join('\n')}\n`)
  return 0
}

/** @returns a sentence about what was not understood. */
function readWish(args: readonly string[]): Wish | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string', default: 'charts' },
        format: { type: 'string', default: formats.join(',') },
        lang: { type: 'string', default: 'ru' },
      },
    })
    const asked = values.format.split(',').map((one) => one.trim())
    const unknown = asked.filter((one) => !isFormat(one))
    if (unknown.length > 0) return `Нет такого формата: ${unknown.join(', ')}. Есть: ${formats.join(', ')}.`
    const language = values.lang
    if (language !== 'ru' && language !== 'en') return `Нет такого языка: ${language}. Есть: ru, en.`
    return { names: positionals, out: values.out, formats: new Set(asked.filter(isFormat)), language }
  } catch {
    return `Не понял. Так: npm run dialogs -- export [диалог…] [--out папка] [--format ${formats.join(',')}] [--lang ru|en]`
  }
}

function isFormat(name: string): name is Format {
  return formats.some((format) => format === name)
}

/** By name among the shipped ones, or by the path of a `dialog.yaml` or of its folder. */
async function findDialogs(
  names: readonly string[],
  terminal: Terminal,
): Promise<readonly LoadedDialog[] | null> {
  const folders = new Set(names.flatMap((name) => folderOf(name) ?? []))
  const loaded = await Promise.all([shipped, ...folders].map((folder) => loadDialogs(folder)))
  const dialogs = loaded.flatMap(({ definitions }) => [...definitions.values()])
  const mistakes = loaded.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'error'))
  if (mistakes.length > 0) {
    const sources = new Map(loaded.flatMap((one) => [...one.sources]))
    terminal.err(`${formatProblems(mistakes, sources, 'ru')}\n`)
    return null
  }
  if (names.length === 0) return loaded[0] === undefined ? [] : [...loaded[0].definitions.values()]
  const wanted = names.map((name) => dialogs.find((dialog) => isNamed(dialog, name)) ?? name)
  const missing = wanted.filter((one) => typeof one === 'string')
  if (missing.length > 0) {
    const known = dialogs.map(({ definition }) => definition.dialog).join(', ')
    terminal.err(`Нет такого диалога: ${missing.join(', ')}. Есть: ${known}.\n`)
    return null
  }
  return wanted.filter((one) => typeof one !== 'string')
}

function folderOf(name: string): string | null {
  if (!existsSync(name)) return null
  return name.endsWith('.yaml') ? dirname(resolve(name)) : resolve(name)
}

function isNamed({ definition, file }: LoadedDialog, name: string): boolean {
  return (
    definition.dialog === name || [resolve(name), join(resolve(name), 'dialog.yaml')].includes(resolve(file))
  )
}

type Keep = (name: string, content: string | Uint8Array) => Promise<void>

async function writeMachine(dialog: LoadedDialog, wish: Wish, keep: Keep): Promise<void> {
  if (!wish.formats.has('json') && !wish.formats.has('ts')) return
  const { definition, hash, file } = dialog
  const machine = machineOf(definition, wish.language, await linesOf(dialog))
  const name = definition.dialog
  if (wish.formats.has('json')) await keep(`${name}.machine.json`, `${JSON.stringify(machine, null, 2)}\n`)
  if (wish.formats.has('ts')) await keep(`${name}.machine.ts`, machineSource(machine, { file, hash }))
}

async function linesOf({ file }: LoadedDialog): Promise<LineOf> {
  const source = readSource(await readFile(file, 'utf8'))
  return (index) => {
    const [start] = source.locate(['steps', index], 'value')
    return { file, line: source.position(start).line }
  }
}

async function writePictures(flow: Flow, wish: Wish, typeface: Typeface | null, keep: Keep): Promise<void> {
  if (wish.formats.has('mermaid')) await keep(`${flow.id}.mmd`, drawMermaid(flow))
  if (typeface === null) return
  const svg = drawSvg(flow, await layOut(flow, typeface), typeface)
  if (wish.formats.has('svg')) await keep(`${flow.id}.svg`, svg)
  if (wish.formats.has('png')) await keep(`${flow.id}.png`, await drawPng(svg, typeface))
}
