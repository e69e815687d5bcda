/** The wording of linking outside its dialog: portal notices, and farewells to chats. */
import { loadWording, type ReadWording, type Wording } from '../wording-file.ts'

const keys = [
  'code',
  'invite',
  'code_outside',
  'nameless',
  'linked',
  'unlinked',
  'moved',
  'dismissed',
  'revoked',
] as const

export type LinkText = (typeof keys)[number]
export type LinkWording = Wording<LinkText>

/** @throws Error as {@link loadWording} does. */
export function loadLinkWording(file: URL = new URL('notices.yaml', import.meta.url)): LinkWording {
  return loadWording(file, keys)
}

/** @throws Error as {@link ReadWording} does. */
export function linkWording(wording: ReadWording): LinkWording {
  return wording('notices', keys)
}
