/**
 * Makes typed text harmless where the portal reads BBCode (notices, task descriptions): `[` and `]` become their
 * full-width forms, so no tag survives, known today or added tomorrow. The documentation gives no escape sequence.
 */
export function neutraliseBbcode(text: string): string {
  return (
    cleanText(text)
      .replaceAll('[', '\uFF3B')
      .replaceAll(']', '\uFF3D')
      // `#BR#` is a line break in notices.
      .replaceAll(/#(?=br#)/giu, '\uFF03')
  )
}

/** Line breaks stay; other control characters, bidi overrides and broken surrogates go. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|\u2028|\u2029|\u0085/gu, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(invisible, '')
}

/** One line: for titles, names and positions. */
export function cleanLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/gu, ' ').trim()
}

/**
 * C0 and C1 controls, and what turns the direction of writing (U+202A–202E, U+2066–2069 and the marks). The zero-width
 * joiner stays: emoji are made with it.
 */
const invisible =
  // oxlint-disable-next-line no-control-regex -- control characters are the subject
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu
