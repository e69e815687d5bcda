import type { Json, JsonObject } from '../../src/ports/json.ts'
import { codePoints } from './code-points.ts'
import type { FormattedText, MessageEntity } from './entities/entity.ts'
import { formatText, parseMarkup } from './entities/format.ts'
import { readGivenEntities } from './entities/given.ts'
import { limitEntities } from './entities/limit.ts'
import { flagField, optionalText } from './fields.ts'
import { isObject } from './json.ts'
import type { Parameters } from './parameters.ts'
import { refuse } from './refusal.ts'
import { findChat } from './world.ts'
import type { World } from './world.ts'

const textBytesMax = 1 << 15
const textLengthMax = 4096
const captionLengthMax = 1024

/**
 * The `text` with its formatting read but not yet put right: the server looks at the chat in between.
 *
 * @throws Refusal when there is no text or its formatting is broken.
 */
export function readText(parameters: Parameters): FormattedText {
  if (parameters.text('text') === '') refuse('Message text is empty')
  return readFormatted(parameters, 'text', 'entities')
}

/** The same for `caption`, which may be missing. */
export function readCaption(parameters: Parameters): FormattedText {
  return readFormatted(parameters, 'caption', 'caption_entities')
}

/** @throws Refusal when nothing is left to show, or too much. */
export function settleText(world: World, given: FormattedText): FormattedText {
  const text = settle(world, given)
  if (text.text === '') refuse('Text must be non-empty')
  return codePoints(text.text) > textLengthMax ? refuse('Message is too long') : text
}

/** @throws Refusal when the caption is too long. */
export function settleCaption(world: World, given: FormattedText): FormattedText {
  const caption = settle(world, given)
  return codePoints(caption.text) > captionLengthMax ? refuse('Message caption is too long') : caption
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

/** Given entities count only where no `parse_mode` does its work (`Client::get_formatted_text`). */
function readFormatted(parameters: Parameters, field: string, entities: string): FormattedText {
  const text = parameters.text(field)
  if (Buffer.byteLength(text) > textBytesMax) refuse('Text is too long')
  const mode = parameters.text('parse_mode')
  const hasMode = text !== '' && mode !== '' && mode.toLowerCase() !== 'none'
  if (hasMode) return parseMarkup(text, mode)
  return { text, entities: readGivenEntities(jsonOf(parameters, entities)) }
}

function settle(world: World, given: FormattedText): FormattedText {
  const { text, entities } = formatText(given)
  return { text, entities: limitEntities(entities.filter((entity) => isReachable(world, entity))) }
}

function jsonOf(parameters: Parameters, name: string): Json | undefined {
  const json = parameters.json(name)
  return json === undefined || json === 'invalid' ? undefined : json.value
}

/** Only people who have met the bot can be mentioned without a username. */
function isReachable(world: World, entity: MessageEntity): boolean {
  return entity.user === undefined || findChat(world, entity.user.id)?.met === true
}
