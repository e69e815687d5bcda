import { refuse } from '../refusal.ts'
import { cleanText, isBlank } from './clean.ts'
import { detectEntities } from './detect.ts'
import { endOf, sortEntities } from './entity.ts'
import type { FormattedText, MessageEntity } from './entity.ts'
import { addDetected, fixEntities } from './fix.ts'
import { parseHtml } from './html.ts'
import { parseMarkdown } from './markdown.ts'
import { parseMarkdownV2 } from './markdown-v2.ts'

/**
 * Applies `parse_mode`.
 *
 * @throws Refusal for an unknown mode and for broken markup.
 */
export function parseMarkup(text: string, mode: string): FormattedText {
  switch (mode.toLowerCase()) {
    case 'html':
      return parseHtml(text)
    case 'markdownv2':
      return parseMarkdownV2(text)
    case 'markdown':
      return parseMarkdown(text)
    default:
      return refuse('Unsupported parse_mode')
  }
}

/**
 * What becomes of a text on its way into a message: cleaned, trimmed, its entities put right and completed by those found
 * in it (td `fix_formatted_text`). An empty text comes back empty.
 */
export function formatText(given: FormattedText): FormattedText {
  const cleaned = cleanText({ text: given.text, entities: fixEntities(given.entities) })
  const trimmed = trimText(cleaned.text, fixEntities(cleaned.entities))
  if (isBlank(trimmed.text)) return { text: '', entities: [] }
  return { text: trimmed.text, entities: addDetected(trimmed.entities, detectEntities(trimmed.text)) }
}

/** A text that a person typed. */
export function formatPlain(text: string): FormattedText {
  return formatText({ text, entities: [] })
}

/** Spaces and line breaks go on both sides, in front only as far as no entity covers them. */
function trimText(text: string, entities: readonly MessageEntity[]): FormattedText {
  const end = text.replace(/[ \n]+$/, '').length
  const firstEntity = entities[0]?.offset ?? end
  const start = /^[ \n]*/.exec(text.slice(0, Math.min(firstEntity, end)))?.[0].length ?? 0
  const kept = entities
    .filter((entity) => entity.offset < end)
    .map((entity) => {
      const length = Math.min(endOf(entity), end) - entity.offset
      return Object.assign({ ...entity }, { offset: entity.offset - start, length })
    })
  return { text: text.slice(start, end), entities: sortEntities(kept) }
}
