/** The dialogs of settings as they are shipped, over a real database in memory. */
import { createDateReader } from '../../../src/adapters/dates/reader.ts'
import { createDateWriter } from '../../../src/adapters/dates/writer.ts'
import { formatProblems } from '../../../src/dialogs/format-problems.ts'
import { loadDialogFile } from '../../../src/dialogs/load.ts'
import { createSettingsServices } from '../../../src/dialogs/settings/services.ts'
import { defaultSettings } from '../../../src/dialogs/settings/settings-of.ts'
import { loadSharedTexts } from '../../../src/dialogs/shared-texts.ts'
import { end } from '../../../src/dialogs/unlink/end.ts'
import { present } from '../../../src/dialogs/unlink/present.ts'
import type { DialogDefinition } from '../../../src/machines/language/definition.ts'
import type { Service } from '../../../src/machines/services.ts'
import { functionNames } from '../../../src/machines/statechart/functions.ts'
import type { Link } from '../../../src/store/links.ts'
import type { Settings } from '../../../src/store/settings.ts'
import { anna, openRig, type Rig } from '../../support/rig.ts'

const folder = new URL('../../../src/dialogs/', import.meta.url).pathname

export const defaults = defaultSettings({
  morningAtMinutes: 8 * 60,
  eveningAtMinutes: 18 * 60,
  eventLeadMinutes: 15,
  importantLeadMinutes: 60,
})

export interface Desk extends AsyncDisposable {
  readonly rig: Rig
  /** The newest message as it is seen: its words, then a line «[Да] [Нет]» for each row of buttons. */
  screen(): string
  /** Types, and returns what is seen then. */
  says(words: string): Promise<string>
  presses(...labels: readonly string[]): Promise<string>
  /** The line of the newest message that begins like this, without the beginning. */
  line(beginning: string): string | undefined
  saved(): Promise<Settings | null>
  link(): Promise<Link | null>
  /** Writes a row as an older version, or a stranger, might have left it. */
  leaves(row: object): Promise<void>
}

const servicesFor = (position: string | null) =>
  new Map<string, Service>([
    ...createSettingsServices({
      writer: createDateWriter(),
      reader: createDateReader(),
      defaults,
      positionOf: (employee) => (Number(employee) === Number(anna) ? position : null),
      portal: 'romashka.bitrix24.example',
    }),
    ['link.present', present],
    ['link.end', end],
    [
      'link.announce',
      { type: 'remote', timeoutMs: 5_000, reasons: [], run: async () => ({ ok: true, value: null }) },
    ],
  ])

export async function openDesk(
  options: { readonly linked?: boolean; readonly position?: null } = {},
): Promise<Desk> {
  const names = ['settings', 'notification-settings', 'pause', 'unlink', 'whoami']
  const dialogs = await Promise.all(names.map(load))
  const position = options.position === null ? null : 'Менеджер проектов'
  const rig = await openRig({ dialogs, services: Object.fromEntries(servicesFor(position)) })
  if (options.linked !== false) await rig.links()
  return deskOf(rig)
}

export function deskOf(rig: Rig): Desk {
  const desk: Desk = {
    rig,
    screen() {
      const { text, rows } = rig.last().message
      return [text, ...rows.map((row) => row.map(({ label }) => `[${label}]`).join(' '))]
        .join('\n')
        .replaceAll('\u00A0', ' ')
    },
    async says(words) {
      await rig.waits(3_500)
      await rig.says(words)
      return desk.screen()
    },
    async presses(...labels) {
      for (const label of labels) {
        await rig.waits(3_500)
        await rig.presses(label.replaceAll(/(\d) (минут)/g, '$1\u00A0$2'))
      }
      return desk.screen()
    },
    line(beginning) {
      const found = desk
        .screen()
        .split('\n')
        .find((one) => one.startsWith(beginning))
      return found?.slice(beginning.length)
    },
    saved: () => rig.store.transaction((unit) => unit.settings.load(anna)),
    link: () => rig.store.transaction((unit) => unit.links.byChat(anna)),
    async leaves(row) {
      const settings = row as Settings
      await rig.store.transaction((unit) => unit.settings.save(anna, settings, rig.clock.now()))
    },
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  }
  return desk
}

const loaded = new Map<string, Promise<DialogDefinition>>()

function load(name: string): Promise<DialogDefinition> {
  const before = loaded.get(name) ?? read(name)
  loaded.set(name, before)
  return before
}

async function read(name: string): Promise<DialogDefinition> {
  const { texts } = await loadSharedTexts(`${folder}texts.yaml`)
  const file = `${folder}${name}/dialog.yaml`
  const known = { services: servicesFor(null), texts, functions: functionNames, facts: new Set(['linked']) }
  const { definition, problems, source } = await loadDialogFile(file, known)
  // Not even a warning.
  if (definition === null || problems.length > 0)
    throw new Error(formatProblems(problems, new Map([[file, source]]), 'ru'))
  return definition
}
