/** Everything a person can send that is not words. */
export const sentKinds = [
  'photo',
  'document',
  'sticker',
  'voice',
  'video',
  'video_note',
  'audio',
  'animation',
  'location',
  'venue',
  'contact',
  'poll',
  'dice',
] as const
export type SentKind = (typeof sentKinds)[number]

/** What can carry a caption (docs, `Message.caption`). */
export const captioned: ReadonlySet<SentKind> = new Set([
  'photo',
  'document',
  'voice',
  'video',
  'audio',
  'animation',
])
