import type { JsonObject } from '../../src/ports/json.ts'
import { documentJson, findFile, sizeJson, storeDocument, storePhoto } from './file-store.ts'
import { readCaption, settleCaption } from './message-text.ts'
import { sendContent } from './messages.ts'
import type { Parameters, UploadedFile } from './parameters.ts'
import { pictureSize } from './picture.ts'
import { refuse } from './refusal.ts'
import type { StoredFile } from './state.ts'
import type { MethodResult, World } from './world.ts'

export function sendPhoto(world: World, parameters: Parameters): MethodResult {
  const file = readFile(world, parameters, 'photo')
  const text = readCaption(parameters)
  return sendContent(world, parameters, () => ({
    kind: 'photo',
    text: settleCaption(world, text),
    linkPreview: null,
    media: photoOf(world, file),
  }))
}

export function sendDocument(world: World, parameters: Parameters): MethodResult {
  const file = readFile(world, parameters, 'document')
  const text = readCaption(parameters)
  return sendContent(world, parameters, () => ({
    kind: 'document',
    text: settleCaption(world, text),
    linkPreview: null,
    media:
      'fileId' in file
        ? { document: documentJson(file) }
        : storeDocument(world, file.content, file.name, file.contentType),
  }))
}

/** Every size of a photo that was sent before; a new one is read. */
function photoOf(world: World, file: StoredFile | UploadedFile): JsonObject {
  if ('fileId' in file) {
    if (file.folder !== 'photos') refuse("Can't use file of type Document as Photo")
    const sizes = world.state.files.filter(({ contentId }) => contentId === file.contentId)
    const largest = Math.max(...sizes.map(({ width }) => width ?? 0))
    const upTo = sizes.findLastIndex(({ width }) => width === largest)
    const from = sizes.slice(0, upTo).findLastIndex(({ width }) => width === largest) + 1
    return { photo: sizes.slice(from, upTo + 1).map(sizeJson) }
  }
  const picture = pictureSize(file.content) ?? refuse('IMAGE_PROCESS_FAILED')
  return storePhoto(world, file.content, picture)
}

/**
 * A file out of this request (by its own field or by `attach://`), or one that was sent before, by its `file_id`.
 * Addresses are refused: this server reaches nothing outside.
 */
function readFile(
  world: World,
  parameters: Parameters,
  field: 'photo' | 'document',
): StoredFile | UploadedFile {
  const value = parameters.text(field)
  if (/^https?:/i.test(value)) refuse('failed to get HTTP URL content')
  if (value !== '' && !value.startsWith('attach://')) {
    return findFile(world, value) ?? refuse('Wrong file identifier/HTTP URL specified')
  }
  const part = value === '' ? field : value.slice('attach://'.length)
  const file =
    parameters.files.find((file) => file.field === part) ?? refuse(`There is no ${field} in the request`)
  if (file.content.length === 0) refuse('File must be non-empty')
  return file
}
