/** Reads the wording of linking outside its dialog: portal notices, and farewells to chats. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { textSchema } from '../../machines/definition.ts'
import { say } from '../../machines/wording.ts'
import type { JsonObject, Language } from '../../ports.ts'
import { readSource } from '../source.ts'

const keys = [
  'code',
  'invite',
  'code_outside',
  'nameless',
  'linked',
  'unlinked',
  'moved',
  'dismissed',
  'revoked',
] as const

export type LinkText = (typeof keys)[number]

/** The words of a key, with its values put in as plain text. */
export type LinkWording = (key: LinkText, language: Language, values?: JsonObject) => string

const fileSchema = z.strictObject({ texts: z.record(z.enum(keys), textSchema) })

/**
 * @throws Error of node:fs when the file cannot be read.
 * @throws Error when a text is missing, unknown or of no known shape; the message names them all.
 */
export function loadLinkWording(file: URL = new URL('notices.yaml', import.meta.url)): LinkWording {
  const source = readSource(readFileSync(file, 'utf8'))
  const faults = source.problems.map(({ problem }) => problem.message.en)
  const judged = fileSchema.safeParse(source.raw)
  if (faults.length > 0 || !judged.success) {
    throw new Error(
      `notices.yaml of link-account: ${faults.join('; ') || z.prettifyError(judged.error ?? none)}`,
    )
  }
  const { texts } = judged.data
  return (key, language, values = {}) => say(texts, key, language, values).text
}

const none = new z.ZodError([])
