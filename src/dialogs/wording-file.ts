/** Reads a file of texts that belong to no dialog: notices, farewells, alerts. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { textSchema } from '../machines/language/definition.ts'
import { say } from '../machines/language/wording.ts'
import type { JsonObject, Language } from '../ports.ts'
import { readSource } from './source.ts'

/** The words of a key, with its values put in as plain text. */
export type Wording<Key extends string> = (key: Key, language: Language, values?: JsonObject) => string

/**
 * @throws Error of node:fs when the file cannot be read.
 * @throws Error when a text is missing, unknown or of no known shape; the message names them all.
 */
export function loadWording<const Key extends string>(file: URL, keys: readonly Key[]): Wording<Key> {
  const source = readSource(readFileSync(file, 'utf8'))
  const faults = source.problems.map(({ problem }) => problem.message.en)
  const judged = z.strictObject({ texts: z.record(z.enum(keys), textSchema) }).safeParse(source.raw)
  if (faults.length > 0 || !judged.success) {
    throw new Error(`${file.pathname}: ${faults.join('; ') || z.prettifyError(judged.error ?? none)}`)
  }
  const { texts } = judged.data
  return (key, language, values = {}) => say(texts, key, language, values).text
}

const none = new z.ZodError([])
