import type { JsonObject } from '../../src/ports.ts'
import { readCaption, settleCaption } from './message-text.ts'
import { sendContent } from './messages.ts'
import type { Parameters } from './parameters.ts'
import { refuse } from './refusal.ts'
import type { MethodResult, World } from './world.ts'

/** Files are accepted and described; their content is not kept. */
export function sendPhoto(world: World, parameters: Parameters): MethodResult {
  const file = readFile(parameters, 'photo')
  const text = readCaption(parameters)
  return sendContent(world, parameters, () => ({
    kind: 'photo',
    text: settleCaption(world, text),
    linkPreview: null,
    media: { photo: [{ ...file.json, width: 1280, height: 720 }] },
  }))
}

export function sendDocument(world: World, parameters: Parameters): MethodResult {
  const file = readFile(parameters, 'document')
  const text = readCaption(parameters)
  return sendContent(world, parameters, () => ({
    kind: 'document',
    text: settleCaption(world, text),
    linkPreview: null,
    media: {
      document: {
        ...(file.name === '' ? {} : { file_name: file.name, mime_type: file.contentType }),
        ...file.json,
      },
    },
  }))
}

interface SentFile {
  readonly name: string
  readonly contentType: string
  readonly json: JsonObject
}

/**
 * A file out of this request (by its own field or by `attach://`), or one that was sent before, by its `file_id`.
 * Addresses are refused: this server reaches nothing outside.
 */
function readFile(parameters: Parameters, field: 'photo' | 'document'): SentFile {
  const value = parameters.text(field)
  if (/^https?:/i.test(value)) refuse('failed to get HTTP URL content')
  if (value.startsWith(idPrefix)) return { name: '', contentType: '', json: fileJson(value, 65_536) }
  if (value !== '' && !value.startsWith('attach://')) refuse('Wrong file identifier/HTTP URL specified')
  const part = value === '' ? field : value.slice('attach://'.length)
  const file =
    parameters.files.find((file) => file.field === part) ?? refuse(`There is no ${field} in the request`)
  if (file.size === 0) refuse('File must be non-empty')
  const id = `${idPrefix}${field}-${Buffer.from(file.name).toString('base64url')}-${file.size}`
  return { name: file.name, contentType: file.contentType, json: fileJson(id, file.size) }
}

const idPrefix = 'sandbox-'

function fileJson(id: string, size: number): JsonObject {
  return { file_id: id, file_unique_id: `unique-${id}`, file_size: size }
}
