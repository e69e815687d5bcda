/** Stand-ins for what a person sends when nobody cares what is in it. */
import type { JsonObject } from '../../src/ports/json.ts'
import { fileJson, storeFile } from './file-store.ts'
import type { SentKind } from './sent-kinds.ts'
import type { World } from './world.ts'

type StandIn = Exclude<SentKind, 'photo' | 'document'>

/** One grey dot: the smallest PNG there is. */
export const samplePicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

export const sampleDocument = {
  name: 'Смета.pdf',
  mimeType: 'application/pdf',
  content: Buffer.from('%PDF-1.4\n%%EOF\n'),
}

/** The media fields of a message as a bot gets them (docs, `Message`). */
export function sampleMedia(world: World, kind: StandIn): JsonObject {
  switch (kind) {
    case 'sticker':
      return { sticker: { ...sampleFile(world, kind), ...stickerFields } }
    case 'voice':
      return { voice: { ...sampleFile(world, kind), duration: 3, mime_type: mimeTypes.voice } }
    case 'video':
      return {
        video: { ...moving, ...sampleFile(world, kind), file_name: 'Ролик.mp4', mime_type: mimeTypes.video },
      }
    case 'video_note':
      return { video_note: { ...sampleFile(world, kind), length: 240, duration: 3 } }
    case 'audio':
      return {
        audio: {
          ...sampleFile(world, kind),
          duration: 180,
          file_name: 'Гимн.mp3',
          mime_type: mimeTypes.audio,
        },
      }
    case 'animation': {
      const file = { ...sampleFile(world, kind), file_name: 'Танец.mp4', mime_type: mimeTypes.animation }
      // For backward compatibility the field `document` is set as well (docs).
      return { animation: { ...moving, ...file }, document: file }
    }
    case 'location':
      return { location: redSquare }
    case 'venue':
      return {
        location: redSquare,
        venue: { location: redSquare, title: 'ГУМ', address: 'Красная площадь, 3' },
      }
    case 'contact':
      return { contact: { phone_number: '+79990000000', first_name: 'Ольга', last_name: 'Смирнова' } }
    case 'poll':
      return { poll: samplePoll }
    case 'dice':
    default:
      return { dice: { emoji: '🎲', value: 4 } }
  }
}

type FileStandIn = keyof typeof mimeTypes

const mimeTypes = {
  sticker: 'image/webp',
  voice: 'audio/ogg',
  video: 'video/mp4',
  video_note: 'video/mp4',
  audio: 'audio/mpeg',
  animation: 'video/mp4',
} as const

function sampleFile(world: World, kind: FileStandIn): JsonObject {
  const content = Buffer.from(`${kind} of the sandbox`)
  return fileJson(storeFile(world, kind, content, { mimeType: mimeTypes[kind] }))
}

const stickerFields = {
  type: 'regular',
  width: 512,
  height: 512,
  is_animated: false,
  is_video: false,
  emoji: '👍',
}
const moving = { width: 320, height: 240, duration: 3 }
const redSquare = { latitude: 55.753544, longitude: 37.621202 }
const samplePoll = {
  id: '5000000000000000001',
  question: 'Когда обедаем?',
  options: ['В 12', 'В 13'].map((text, index) => ({ persistent_id: String(index), text, voter_count: 0 })),
  total_voter_count: 0,
  is_closed: false,
  is_anonymous: true,
  type: 'regular',
  allows_multiple_answers: false,
}
