/**
 * Files of the server: what was sent in either direction, by `file_id`. Of a photo there is one file a size, all with
 * the same bytes: this server scales nothing.
 */
import type { JsonObject } from '../../src/ports/json.ts'
import type { Parameters } from './parameters.ts'
import { photoSizes, type PictureSize } from './picture.ts'
import { refuse } from './refusal.ts'
import type { StoredFile } from './state.ts'
import type { MethodResult, World } from './world.ts'

/** What bots may download (telegram-bot-api `MAX_DOWNLOAD_FILE_SIZE`). */
export const downloadBytesMax = 20 * 1024 * 1024
/** A link is good for at least an hour (docs, `getFile`); here, for exactly one. */
const linkForMs = 3600_000

/** First letters of real identifiers: the kind is told by them, and by nothing a client may rely on. */
const prefixes = {
  photo: { id: 'AgACAgIAAxkB', unique: 'AQAD', folder: 'photos' },
  document: { id: 'BQACAgIAAxkB', unique: 'AgAD', folder: 'documents' },
  voice: { id: 'AwACAgIAAxkB', unique: 'AgAD', folder: 'voice' },
  sticker: { id: 'CAACAgIAAxkB', unique: 'AgAD', folder: 'stickers' },
  video: { id: 'BAACAgIAAxkB', unique: 'AgAD', folder: 'videos' },
  video_note: { id: 'DQACAgIAAxkB', unique: 'AgAD', folder: 'video_notes' },
  audio: { id: 'CQACAgIAAxkB', unique: 'AgAD', folder: 'music' },
  animation: { id: 'CgACAgIAAxkB', unique: 'AgAD', folder: 'animations' },
} as const
export type FileKind = keyof typeof prefixes

interface NewFile {
  readonly name?: string
  readonly mimeType?: string
  readonly size?: PictureSize
}

/**
 * Keeps one file. `file_id` is another at every sending, `file_unique_id` is the content's (docs). What no bot could ever
 * download is described, and not kept.
 */
export function storeFile(world: World, kind: FileKind, content: Buffer, about: NewFile = {}): StoredFile {
  const { state } = world
  const number = state.nextFileNumber++
  const { id, unique, folder } = prefixes[kind]
  const contentId = content.length > downloadBytesMax ? null : world.blobs.put(content)
  const seal = `${contentId ?? `${content.length}-${about.name ?? ''}`}${about.size?.width ?? ''}`
  const file: StoredFile = {
    fileId: `${id}${letters(`${world.bot.id}:${number}:${seal}`, 48)}`,
    uniqueId: `${unique}${letters(seal, 12)}`,
    folder,
    name: about.name ?? '',
    mimeType: about.mimeType ?? '',
    size: content.length,
    contentId,
    width: about.size?.width ?? null,
    height: about.size?.height ?? null,
    link: null,
  }
  state.files.push(file)
  return file
}

export function findFile(world: World, fileId: string): StoredFile | undefined {
  return world.state.files.find((file) => file.fileId === fileId)
}

/** `Message.photo`: smallest first, the largest last. */
export function storePhoto(world: World, content: Buffer, picture: PictureSize): JsonObject {
  return { photo: photoSizes(picture).map((size) => sizeJson(storeFile(world, 'photo', content, { size }))) }
}

/** `Message.document`. */
export function storeDocument(world: World, content: Buffer, name: string, mimeType: string): JsonObject {
  return { document: documentJson(storeFile(world, 'document', content, { name, mimeType })) }
}

export function documentJson(file: StoredFile): JsonObject {
  return {
    ...(file.name === '' ? {} : { file_name: file.name }),
    ...(file.mimeType === '' ? {} : { mime_type: file.mimeType }),
    ...fileJson(file),
  }
}

export function sizeJson(file: StoredFile): JsonObject {
  return { ...fileJson(file), width: file.width ?? 1, height: file.height ?? 1 }
}

export function fileJson(file: StoredFile): JsonObject {
  return { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.size }
}

/** Bot API `getFile` (telegram-bot-api `process_get_file_query`, `do_get_file`). */
export function getFile(world: World, parameters: Parameters): MethodResult {
  const fileId = parameters.text('file_id')
  if (fileId === '') refuse('file_id not specified')
  const file = findFile(world, fileId) ?? refuse('invalid file_id')
  if (file.size > downloadBytesMax) refuse('file is too big')
  if (file.contentId === null || world.blobs.get(file.contentId) === undefined) {
    refuse('wrong file_id or the file is temporarily unavailable')
  }
  const number = file.link?.number ?? world.state.nextLinkNumber++
  file.link = { number, untilMs: world.clock.now() + linkForMs }
  return { result: { ...fileJson(file), file_path: pathOf(file, number) } }
}

/** What lies at a path that {@link getFile} gave, while its link is good. */
export function fileAt(
  world: World,
  path: string,
): { readonly name: string; readonly content: Buffer } | null {
  const file = world.state.files.find(({ link, ...rest }) => {
    return link !== null && link.untilMs > world.clock.now() && pathOf(rest, link.number) === path
  })
  const contentId = file?.contentId ?? null
  const content = contentId === null ? undefined : world.blobs.get(contentId)
  return content === undefined ? null : { name: path.split('/').at(-1) ?? 'file', content }
}

/** `documents/file_7.pdf`: the server names files itself, only the ending is the sender's. */
function pathOf(
  { folder, name, mimeType }: Pick<StoredFile, 'folder' | 'name' | 'mimeType'>,
  number: number,
): string {
  const ending =
    /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? endings[mimeType] ?? (folder === 'photos' ? '.jpg' : '')
  return `${folder}/file_${number}${ending}`
}

const endings: Readonly<Record<string, string>> = {
  'audio/ogg': '.oga',
  'audio/mpeg': '.mp3',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
}

function letters(seed: string, length: number): string {
  let text = ''
  for (let round = 0; text.length < length; round += 1) text += mix(`${round}:${seed}`)
  return text.slice(0, length)
}

/** Identifiers only have to look and differ like the real ones; nothing is secret in them. */
function mix(seed: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(seed)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return Buffer.from(hash.toString(16).padStart(16, '0'), 'hex').toString('base64url')
}
