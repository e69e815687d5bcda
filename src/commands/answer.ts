/** What a command for administrators says: every line in both languages, until it is known which is wanted. */
import type { Language } from '../ports/language.ts'

export type Line = Readonly<Record<Language, string>> | string

export interface Answer {
  /** 0 done, 1 could not or there was nothing to do it to, 64 not understood. */
  readonly code: 0 | 1 | 64
  /** A plain string reads the same in both. */
  readonly lines: readonly Line[]
}

/** The same in one language, as it is printed. */
export interface Spoken {
  readonly code: Answer['code']
  readonly lines: readonly string[]
}

/** A line in both languages. */
export function line(ru: string, en: string): Line {
  return { ru, en }
}

export function told(...lines: readonly Line[]): Answer {
  return { code: 0, lines }
}

export function failed(...lines: readonly Line[]): Answer {
  return { code: 1, lines }
}

export function spoken({ code, lines }: Answer, language: Language): Spoken {
  return { code, lines: lines.map((one) => (typeof one === 'string' ? one : one[language])) }
}

/** What a terminal would obey is not shown to it. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ')
}

/** Takes `--lang ru` or `--lang en` out of what was typed; null for any other language. */
export function languageIn(
  args: readonly string[],
  usual: Language,
): { readonly language: Language; readonly rest: readonly string[] } | null {
  const at = args.findIndex((one) => one === '--lang' || one.startsWith('--lang='))
  if (at < 0) return { language: usual, rest: args }
  const apart = args[at] === '--lang'
  const language = apart ? args[at + 1] : args[at]?.slice('--lang='.length)
  if (language !== 'ru' && language !== 'en') return null
  return { language, rest: args.toSpliced(at, apart ? 2 : 1) }
}
