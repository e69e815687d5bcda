/** Width and height of a JPEG or PNG, out of its header alone; null for anything else. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

export function pictureSize(bytes: Buffer): PictureSize | null {
  return pngSize(bytes) ?? jpegSize(bytes)
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function pngSize(bytes: Buffer): PictureSize | null {
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(pngSignature)) return null
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Markers without a frame's size: SOF numbers that mean tables instead. */
const notFrames = new Set([0xc4, 0xc8, 0xcc])

function jpegSize(bytes: Buffer): PictureSize | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker >= 0xc0 && marker <= 0xcf && !notFrames.has(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** The sizes Telegram keeps of a photo: each edge at most so long, the original last (core.telegram.org/api/files). */
const edges = [90, 320, 800, 1280]

export function photoSizes({ width, height }: PictureSize): readonly PictureSize[] {
  const longest = Math.max(width, height)
  const smaller = edges.filter((edge) => edge < longest)
  const shown = [...smaller, Math.min(longest, 1280)].filter((edge, at, all) => all.indexOf(edge) === at)
  return shown.map((edge) => ({
    width: Math.max(1, Math.round((width * edge) / longest)),
    height: Math.max(1, Math.round((height * edge) / longest)),
  }))
}
