/** Reads a file of texts that belong to no dialog: notices, farewells, alerts. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { textSchema } from '../machines/language/definition.ts'
import { say } from '../machines/language/wording.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Language } from '../ports/language.ts'
import { readSource } from './source.ts'

/** The words of a key, with its values put in as plain text. */
export type Wording<Key extends string> = (key: Key, language: Language, values?: JsonObject) => string

/** Files of texts of this folder, by what they are called. */
export const wordingFiles = {
  alerts: 'alerts.yaml',
  notices: 'link-account/notices.yaml',
  notifications: 'notifications.yaml',
  signature: 'tasks/signature.yaml',
} as const

export type WordingName = keyof typeof wordingFiles

/** @throws Error when a text is missing, unknown or of no known shape; the message names them all. */
export type ReadWording = <const Key extends string>(name: WordingName, keys: readonly Key[]) => Wording<Key>

/** From the files. @throws Error as {@link loadWording} does. */
export function readWording<const Key extends string>(name: WordingName, keys: readonly Key[]): Wording<Key> {
  return loadWording(new URL(wordingFiles[name], import.meta.url), keys)
}

/**
 * @throws Error of node:fs when the file cannot be read.
 * @throws Error when a text is missing, unknown or of no known shape; the message names them all.
 */
export function loadWording<const Key extends string>(file: URL, keys: readonly Key[]): Wording<Key> {
  return wordingOf(wordingSource(file), keys, file.pathname)
}

/**
 * The file as plain data, for {@link wordingOf}.
 *
 * @throws Error of node:fs when it cannot be read; Error when it is no YAML of ours.
 */
export function wordingSource(file: URL): unknown {
  const { raw, problems } = readSource(readFileSync(file, 'utf8'))
  if (problems.length === 0) return raw
  throw new Error(`${file.pathname}: ${problems.map(({ problem }) => problem.message.en).join('; ')}`)
}

/** @param called what an error calls it. @throws Error as {@link ReadWording} does. */
export function wordingOf<const Key extends string>(
  source: unknown,
  keys: readonly Key[],
  called: string,
): Wording<Key> {
  const judged = z.strictObject({ texts: z.record(z.enum(keys), textSchema) }).safeParse(source)
  if (!judged.success) throw new Error(`${called}: ${z.prettifyError(judged.error)}`)
  const { texts } = judged.data
  return (key, language, values = {}) => say(texts, key, language, values).text
}
