/** What a check has found, and its words: every sentence is in `findings.yaml`, in Russian and in English. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

export type Language = 'ru' | 'en'

/** `fact`: neither right nor wrong, portals differ. `note`: works, but somebody should know. */
export type Level = 'ok' | 'fact' | 'note' | 'wrong'

export interface Finding {
  /** Names its words. */
  readonly id: string
  readonly values: Readonly<Record<string, string>>
}

export function found(id: string, values: Record<string, string | number> = {}): Finding {
  return {
    id,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
  }
}

export interface Told {
  readonly id: string
  readonly level: Level
  readonly says: string
  /** What to do about it; null where there is nothing to do. */
  readonly remedy: string | null
}

/** A sentence, and after it what to do. */
const words = z.union([
  z.tuple([z.string().min(1)]).transform(([says]) => ({ says, remedy: null })),
  z.tuple([z.string().min(1), z.string().min(1)]).transform(([says, remedy]) => ({ says, remedy })),
])
const levels = ['ok', 'fact', 'note', 'wrong'] as const
const wording = z.strictObject({
  headings: z.record(z.string(), z.strictObject({ ru: z.string(), en: z.string() })),
  findings: z.record(z.string(), z.strictObject({ level: z.enum(levels), ru: words, en: words })),
})
export type Wording = z.infer<typeof wording>

/** The words as they are shipped. @throws ZodError when the file is not as it must be. */
export function readWording(): Wording {
  return wording.parse(parse(readFileSync(new URL('findings.yaml', import.meta.url), 'utf8')))
}

/** @throws RangeError for a finding that has no words. */
export function tell({ findings }: Wording, { id, values }: Finding, language: Language): Told {
  const entry = Object.hasOwn(findings, id) ? findings[id] : undefined
  if (entry === undefined) throw new RangeError(`No words for the finding ${id}`)
  const { says, remedy } = entry[language]
  const fill = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  return { id, level: entry.level, says: fill(says), remedy: remedy === null ? null : fill(remedy) }
}
