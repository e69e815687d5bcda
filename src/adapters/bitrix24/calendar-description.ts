import { plainFromBbcode } from './bbcode-plain.ts'
import { cleanLine, cleanText, neutraliseBbcode } from './bbcode.ts'

/**
 * What we write into the description of an event, for people and for ourselves:
 *
 *     [Телемост] https://telemost.yandex.ru/j/12345678901234
 *
 *     what the person typed
 *
 *     Организатор: Анна Петрова
 *
 *     #tgbot:018f2c1e7a6b5c4d
 *
 * Typed text can imitate neither the first line nor the mark: its brackets and the mark's sign become full-width forms.
 */
export interface DescriptionParts {
  readonly link: string | null
  /** As typed. */
  readonly text: string
  /** Only where the portal has made the assistant the organiser. */
  readonly organiser: string | null
  readonly mark: string
}

export function writeDescription(parts: DescriptionParts): string {
  const { link, text, organiser, mark } = parts
  const typed = harmless(text)
  const named = organiser === null ? '' : `Организатор: ${neutraliseBbcode(cleanLine(organiser))}`
  return [link === null ? '' : linkLine(link), typed, named, mark].filter((part) => part !== '').join('\n\n')
}

/**
 * The mark by which an event is found again after an attempt of unknown outcome: the portal keeps no external id of an
 * event. Short, for people see it: 64 bits of a hash over the operation.
 */
export async function markOf(operation: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(operation))
  const hex = Array.from(new Uint8Array(hash).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'))
  return `#tgbot:${hex.join('')}`
}

export function hasMark(description: string | null, mark: string): boolean {
  return (description?.match(marks) ?? []).some((found) => found.toLowerCase() === mark)
}

/** The line that begins with «[Телемост]», or ''. */
export function linkLineOf(description: string): string {
  return description.match(linkLines)?.[0] ?? ''
}

/** Another link, or none, and the rest as it was. */
export function replaceLinkLine(description: string, link: string | null): string {
  const rest = description.replaceAll(linkLines, '').replace(/^\s+/u, '')
  if (link === null) return rest
  return rest === '' ? linkLine(link) : `${linkLine(link)}\n\n${rest}`
}

/**
 * Other words, or none, between what is ours: the link's line and the mark. `link`: what joins the call now; where it
 * stood among the words alone, it gets a line of its own, for it must not go with them.
 */
export function replaceWords(description: string, text: string, link: string | null): string {
  const line = linkLineOf(description).trim()
  const joined = line === '' && link !== null ? linkLine(link) : line
  const mark = description.match(marks)?.[0] ?? ''
  return [joined, harmless(text), mark].filter((part) => part !== '').join('\n\n')
}

/** For people: plain text without our mark, the link's line and the portal's mark-up. */
export function readDescription(description: string): string {
  return plainFromBbcode(cleanText(description).replaceAll(linkLines, '').replaceAll(marks, ''))
}

const marks = /#tgbot:[0-9a-f]{8,64}/giu
const linkLines = /^[^\S\n]*\[Телемост\][^\n]*$/gimu

function harmless(text: string): string {
  return neutraliseBbcode(text)
    .replaceAll(/#(?=tgbot:)/giu, '\uFF03')
    .trim()
}

function linkLine(link: string): string {
  return `[Телемост] ${neutraliseBbcode(link)}`
}
