import type { JsonObject } from '../../src/ports.ts'
import { codePoints } from './code-points.ts'
import { formatPlain } from './entities/format.ts'
import type { FormattedText } from './entities/entity.ts'
import { flagField, optionalText } from './fields.ts'
import { isObject } from './json.ts'
import type { Parameters } from './parameters.ts'
import { refuse } from './refusal.ts'

const textBytesMax = 1 << 15
const textLengthMax = 4096
const captionLengthMax = 1024

/** @throws Refusal when there is no text, it is too long, or its formatting is broken. */
export function readText(parameters: Parameters): FormattedText {
  if (parameters.text('text') === '') refuse('Message text is empty')
  const formatted = readFormatted(parameters, 'text', 'entities')
  if (formatted.text === '') refuse('Text must be non-empty')
  if (codePoints(formatted.text) > textLengthMax) refuse('Message is too long')
  return formatted
}

/** @throws Refusal when the caption is too long or its formatting is broken. */
export function readCaption(parameters: Parameters): FormattedText {
  const formatted = readFormatted(parameters, 'caption', 'caption_entities')
  if (codePoints(formatted.text) > captionLengthMax) refuse('Message caption is too long')
  return formatted
}

/** `link_preview_options`, or the older `disable_web_page_preview`; null when neither says anything. */
export function readLinkPreview(parameters: Parameters): JsonObject | null {
  const json = parameters.json('link_preview_options')
  if (json === undefined) return parameters.flag('disable_web_page_preview') ? { is_disabled: true } : null
  if (json === 'invalid') refuse("Can't parse link preview options JSON object")
  const options = json.value
  if (!isObject(options)) refuse('Object expected as link preview options')
  const flags = ['is_disabled', 'prefer_small_media', 'prefer_large_media', 'show_above_text']
  const url = optionalText(options, 'url')
  return {
    ...Object.fromEntries(flags.filter((flag) => flagField(options, flag)).map((flag) => [flag, true])),
    ...(url === '' ? {} : { url }),
  }
}

function readFormatted(parameters: Parameters, field: string, _entitiesField: string): FormattedText {
  const text = parameters.text(field)
  if (Buffer.byteLength(text) > textBytesMax) refuse('Text is too long')
  return formatPlain(text.trim())
}
