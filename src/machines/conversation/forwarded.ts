/** A message of somebody else, pasted with its author above it: «Иванов Пётр:», «Пётр Иванов, [24.11.2026 10:15]». */

/**
 * Where what the author wrote begins; 0 where nobody stands above it. Two or three words with capitals and a colon, or
 * any with a date in brackets as Telegram copies it; whether it is somebody addressed, «Игорю Киму:», is not decided here.
 */
export function afterAuthor(text: string): number {
  const line = /^[^\n]{1,120}\n\s*(?=\S)/u.exec(text)?.[0] ?? ''
  const words = line.trim()
  return named.test(words) || stamped.test(words) ? line.length : 0
}

const named = /^\p{Lu}[\p{L}.-]{0,40}(?: \p{Lu}[\p{L}.-]{0,40}){1,2}:$/u
const stamped = /^\p{L}[^[\]]{0,80}[ ,]\[\d{1,2}[./]\d{1,2}[./]\d{2,4}[^[\]]{0,20}\]:?$/u
