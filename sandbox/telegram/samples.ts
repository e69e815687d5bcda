/** Stand-ins for what a person sends when nobody cares what is in it. */
import type { JsonObject } from '../../src/ports.ts'
import { fileJson, storeFile } from './file-store.ts'
import type { World } from './world.ts'

export type SentKind = 'photo' | 'document' | 'sticker' | 'voice'

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

export function sampleMedia(world: World, kind: 'sticker' | 'voice'): JsonObject {
  const content = Buffer.from(`${kind} of the sandbox`)
  const mimeType = kind === 'voice' ? 'audio/ogg' : 'image/webp'
  const file = fileJson(storeFile(world, kind, content, { mimeType }))
  return kind === 'voice'
    ? { voice: { ...file, duration: 3, mime_type: mimeType } }
    : {
        sticker: {
          ...file,
          type: 'regular',
          width: 512,
          height: 512,
          is_animated: false,
          is_video: false,
          emoji: '👍',
        },
      }
}
