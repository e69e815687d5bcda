import { cleanLine } from './bbcode.ts'

/** The most a Telegram bot may fetch (Bot API `getFile`). */
export const fileBytesMax = 20 * 1024 * 1024

/**
 * Office papers, pictures, sound, video and archives. Not among them: what runs when it is opened, and what a browser
 * would run under the portal's address (SVG, HTML).
 */
const extensions: ReadonlySet<string> = new Set(
  [
    'pdf doc docx docm rtf odt txt md csv xls xlsx xlsm xlsb ods ppt pptx odp pages numbers key',
    'jpg jpeg png gif webp heic heif bmp tif tiff psd ai cdr dwg dxf',
    'mp3 m4a ogg oga opus wav aac flac mp4 mov avi mkv webm 3gp',
    'zip rar 7z gz tgz eml msg ics vcf json xml p7s sig',
  ].flatMap((line) => line.split(' ')),
)

/**
 * A file name as the Drive takes it, or null when files of this kind are not taken. Names come from the sender's device:
 * paths, control characters and turns of writing direction (`‮gpj.exe`) go.
 */
export function safeFileName(name: string): string | null {
  const plain = cleanLine(name)
    .replaceAll(/[\\/:*?"<>|]/gu, '_')
    .replace(/^[.\s_]+/u, '')
    .replace(/[.\s]+$/u, '')
  const dot = plain.lastIndexOf('.')
  const extension = plain.slice(dot + 1).toLowerCase()
  if (dot < 1 || !extensions.has(extension)) return null
  return `${Array.from(plain.slice(0, dot)).slice(0, nameLengthMax).join('').trim()}.${extension}`
}

const nameLengthMax = 120

/** Programs by their first bytes, whatever their name says: Windows, Linux, macOS, scripts. */
export function isProgram(bytes: Uint8Array): boolean {
  return programStarts.some((start) => start.every((byte, at) => bytes[at] === byte))
}

const programStarts: readonly (readonly number[])[] = [
  [0x4d, 0x5a],
  [0x7f, 0x45, 0x4c, 0x46],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
  [0x23, 0x21],
]
