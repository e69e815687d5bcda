import type { Json } from '../../src/ports/json.ts'
import { parseJson } from './json.ts'

/** A file sent inside a multipart request. */
export interface UploadedFile {
  readonly field: string
  readonly name: string
  readonly contentType: string
  readonly content: Buffer
}

/**
 * The parameters of one request, all as text, whatever encoding carried them. Of a repeated name the first counts, and
 * the query string comes before the body (`Query::arg`).
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>
  readonly files: readonly UploadedFile[]
  /** As the client sent them, for the record of calls. */
  readonly sent: Readonly<Record<string, Json>>

  constructor(
    pairs: readonly (readonly [string, string])[],
    files: readonly UploadedFile[] = [],
    sent?: Record<string, Json>,
  ) {
    const values = new Map<string, string>()
    for (const [name, value] of pairs) if (!values.has(name)) values.set(name, value)
    this.#values = values
    this.files = files
    this.sent = sent ?? Object.fromEntries(values)
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  text(name: string): string {
    return this.#values.get(name) ?? ''
  }

  /** `true`, `yes` and `1` in any case; everything else is false (`Client::to_bool`). */
  flag(name: string): boolean {
    return ['true', 'yes', '1'].includes(this.text(name).trim().toLowerCase())
  }

  /** Clamped, never refused; text that is no number counts as 0 (`Client::get_integer_arg`). */
  integer(name: string, fallback: number, min = -0x80000000, max = 0x7fffffff): number {
    const text = this.text(name)
    const value = text === '' ? fallback : leadingInteger(text)
    return Math.min(Math.max(value, min), max)
  }

  /** The parameter read as JSON; undefined when absent or empty, `invalid` when it is no JSON. */
  json(name: string): { readonly value: Json } | 'invalid' | undefined {
    const text = this.text(name)
    if (text === '') return undefined
    try {
      return { value: parseJson(text) }
    } catch {
      return 'invalid'
    }
  }

  /** Does the raw text of any value contain `fragment`? */
  contains(fragment: string): boolean {
    return [...this.#values.values()].some((value) => value.includes(fragment))
  }
}

/** The number a text begins with, 0 when it begins with none (`td::to_integer`). */
export function leadingInteger(text: string): number {
  const match = /^-?\d+/.exec(text)
  return match === null ? 0 : Number(match[0])
}
