/** Words that belong to no dialog, in two versions: repairs, digests and reminders, notices, alerts. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSource } from '../../dialogs/source.ts'
import { wordingFiles } from '../../dialogs/wording-file.ts'
import { isRecord } from '../../machines/diagnose/problem.ts'
import type { Language } from '../../ports/language.ts'

/** Every text of every such file by «texts.name», its plural forms as one. */
export type Wordings = ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<Language, string>>>>

export interface WordChange {
  readonly file: string
  readonly key: string
  readonly language: Language
  /** Null where the text is new. */
  readonly before: string | null
  /** Null where it is gone. */
  readonly after: string | null
}

/** Of the files a folder of dialogs has. @throws Error of node:fs when one cannot be read. */
export function readWordings(folder: string): Wordings {
  const files = ['repairs.yaml', ...Object.values(wordingFiles)]
  return new Map(
    files.flatMap((file) => {
      const path = join(folder, file)
      return existsSync(path) ? [[file, textsOf(readSource(readFileSync(path, 'utf8')).raw)] as const] : []
    }),
  )
}

function textsOf(raw: unknown): ReadonlyMap<string, Readonly<Record<Language, string>>> {
  const sections = isRecord(raw) ? Object.entries(raw) : []
  return new Map(
    sections.flatMap(([section, texts]) =>
      Object.entries(isRecord(texts) ? texts : {}).map(([key, body]) => [
        `${section}.${key}`,
        { ru: formsIn(body, 'ru'), en: formsIn(body, 'en') },
      ]),
    ),
  )
}

function formsIn(body: unknown, language: Language): string {
  const said = isRecord(body) ? body[language] : undefined
  if (typeof said === 'string') return said
  return isRecord(said) ? [...new Set(Object.values(said))].join(' / ') : ''
}

/** Files that only one version has are left out: there is nothing to hold them against. */
export function wordChanges(before: Wordings, after: Wordings): readonly WordChange[] {
  return [...after].flatMap(([file, now]) => {
    const old = before.get(file)
    if (old === undefined) return []
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
      languages.flatMap((language): readonly WordChange[] => {
        const [was, is] = [old.get(key)?.[language] ?? null, now.get(key)?.[language] ?? null]
        return was === is ? [] : [{ file, key, language, before: was, after: is }]
      }),
    )
  })
}

const languages = ['ru', 'en'] as const
