/** All dialogs on one picture: which of them a button of another begins, and which must have been had first. */
import type { Language } from '../../ports/language.ts'
import type { DialogDefinition } from '../../machines/language/definition.ts'
import type { Arrow, Box, Flow } from './flow.ts'
import { wordingOf } from './wording.ts'

export function overviewOf(definitions: readonly DialogDefinition[], language: Language): Flow {
  const names = new Set(definitions.map(({ dialog }) => dialog))
  const started = definitions
    .flatMap((definition) => startsOf(definition, language))
    .filter(({ to }) => names.has(to))
  const merged = new Map<string, Arrow>()
  for (const arrow of started) {
    const key = `${arrow.from}\n${arrow.to}`
    const before = merged.get(key)
    merged.set(key, { ...arrow, labels: [...new Set([...(before?.labels ?? []), ...arrow.labels])] })
  }
  const [first] = definitions
  const words = first === undefined ? null : wordingOf(first, language).words
  return {
    id: 'overview',
    title: words?.overview ?? '',
    command: null,
    always: words?.overviewAbout ?? '',
    boxes: inOrder(definitions, [...merged.values()]).map((one) => boxOf(one, definitions, language)),
    arrows: [...merged.values()],
  }
}

/** What all others need first, then what begins most; what is begun follows what begins it. */
function inOrder(
  definitions: readonly DialogDefinition[],
  arrows: readonly Arrow[],
): readonly DialogDefinition[] {
  const begun = (from: string): readonly string[] =>
    arrows.filter((arrow) => arrow.from === from).map(({ to }) => to)
  const required = neededBy(definitions)
  const weight = ({ dialog }: DialogDefinition): number =>
    begun(dialog).length + (required.has(dialog) ? definitions.length : 0)
  const seen = new Set<string>()
  const roots = definitions.toSorted((a, b) => weight(b) - weight(a)).map(({ dialog }) => dialog)
  for (const root of roots) {
    const queue = [root]
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      if (!seen.has(name)) queue.push(...begun(name))
      seen.add(name)
    }
  }
  return [...seen].flatMap((name) => definitions.filter(({ dialog }) => dialog === name))
}

/** How many dialogs need this one first. */
function neededBy(definitions: readonly DialogDefinition[]): ReadonlyMap<string, number> {
  const needed = new Map<string, number>()
  for (const { start } of definitions)
    for (const other of Object.values(start.requires ?? {})) needed.set(other, (needed.get(other) ?? 0) + 1)
  return needed
}

function boxOf(definition: DialogDefinition, all: readonly DialogDefinition[], language: Language): Box {
  const { dialog, title, start, steps } = definition
  const { words } = wordingOf(definition, language)
  const needed = neededBy(all).get(dialog) ?? 0
  return {
    id: dialog,
    kind: needed > 0 ? 'gateway' : 'dialog',
    caption: start.command === undefined ? words.noCommand : `/${start.command}`,
    key: dialog,
    title: title[language],
    body: start.describe?.[language] ?? '',
    chips: [`${words.steps}: ${steps.length}`, ...(needed > 0 ? [`${words.needs}: ${needed}`] : [])],
  }
}

function startsOf(definition: DialogDefinition, language: Language): readonly Arrow[] {
  const { text } = wordingOf(definition, language)
  return definition.steps.flatMap((step) => {
    const own = 'buttons' in step ? (step.buttons ?? []) : []
    const failing =
      'on_error' in step ? Object.values(step.on_error).flatMap(({ buttons = [] }) => buttons) : []
    return [...own, ...failing].flatMap((button): Arrow[] => {
      const to = 'start' in button ? button.start : 'run' in button ? button.run : null
      if (to === null || to === definition.dialog) return []
      return [
        { from: definition.dialog, to, kind: 'run' in button ? 'back' : 'go', labels: [text(button.label)] },
      ]
    })
  })
}
