/** More than this is no message a person typed, and no field of a calendar entry worth searching. */
const textLengthMax = 20_000

/** What ends an address in running text. */
const breaks = /[\s<>"'`«»„“”()[\]{}|,;]+/u

/**
 * Hosts and path as Yandex gives them out: `telemost.yandex.ru` and, for organisations, `telemost.360.yandex.ru`, with a
 * number. Live streams (`/live/…`) are only watched, never joined. No room is left for a user, a port or a longer host.
 */
const address =
  /^(?<host>https:\/\/telemost(?:\.360)?\.yandex\.(?:ru|com))\/j\/(?<number>\d{6,20})\/?(?:[?#].*|[.!?…:*_~]*)$/iu

/**
 * The first link to a Telemost room in a text, as a clean address without its query string; null when there is none.
 * Nothing is fetched: a link is judged by its letters alone.
 */
export function readTelemostLink(text: string): string | null {
  for (const word of text.slice(0, textLengthMax).split(breaks)) {
    const link = readWord(word)
    if (link !== null) return link
  }
  return null
}

/** «ссылка:https://…» and `url=https://…` are links with a label; an address inside another address is not ours to read. */
function readWord(word: string): string | null {
  const at = word.search(/https:\/\//iu)
  if (at < 0 || /[/@?]/u.test(word.slice(0, at))) return null
  const { host, number } = address.exec(word.slice(at))?.groups ?? {}
  return host === undefined || number === undefined ? null : `${host.toLowerCase()}/j/${number}`
}
