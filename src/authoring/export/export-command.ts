/** `npm run dialogs -- export`: statecharts of dialogs as files, for people, for Stately and for other tools. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formatProblems } from '../../dialogs/format-problems.ts'
import { loadDialogFiles, loadDialogs, type LoadedDialog } from '../../dialogs/load.ts'
import { loadSharedTexts } from '../../dialogs/shared-texts.ts'
import { readSource } from '../../dialogs/source.ts'
import type { Language } from '../../ports/language.ts'
import { filesOf, ownFolder } from '../files.ts'
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

type Environment = Readonly<Record<string, string | undefined>>

const usage = 64

/**
 * Writes the files of the dialogs named, or of all there are with an overview.
 *
 * @returns the exit code: 0 written, 1 a dialog is wrong or unknown, 64 the words were not understood.
 */
export async function runExport(
  args: readonly string[],
  terminal: Terminal,
  env: Environment = {},
): Promise<number> {
  const wish = readWish(args)
  if (typeof wish === 'string') {
    terminal.err(`${wish}\n`)
    return usage
  }
  const found = await findDialogs(wish.names, env, terminal)
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

/** By name, or by the path of a `dialog.yaml` or of its folder. Nothing is known here of the services they name. */
async function findDialogs(
  names: readonly string[],
  env: Environment,
  terminal: Terminal,
): Promise<readonly LoadedDialog[] | null> {
  const own = ownFolder(env)
  const all = await loadDialogs(shipped, {}, own === null ? [] : [own])
  const { texts } = await loadSharedTexts(join(shipped, 'texts.yaml'))
  const paths = names.filter((name) => !all.definitions.has(name) && existsSync(name))
  const files = (await Promise.all(paths.map((name) => filesOf(name)))).flat()
  const strange = await loadDialogFiles(files, { texts })
  const mistakes = [...all.problems, ...strange.problems].filter(({ severity }) => severity === 'error')
  if (mistakes.length > 0) {
    terminal.err(`${formatProblems(mistakes, new Map([...all.sources, ...strange.sources]), 'ru')}\n`)
    return null
  }
  if (names.length === 0) return [...all.definitions.values()]
  const missing = names.filter((name) => !all.definitions.has(name) && !paths.includes(name))
  if (missing.length > 0) {
    terminal.err(
      `Нет такого диалога: ${missing.join(', ')}. Есть: ${[...all.definitions.keys()].join(', ')}.\n`,
    )
    return null
  }
  return [...names.flatMap((name) => all.definitions.get(name) ?? []), ...strange.definitions.values()]
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
