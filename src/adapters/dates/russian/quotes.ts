import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Match, is } from './tokens.ts'

const closing: ReadonlyMap<string, string> = new Map([
  ['«', '»'],
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
])

/** Names are quoted: «ООО «Понедельник»», «выставка «Осень-2026»»; a text that is one quotation is not a name. */
export function quoted({ tokens, i }: Place): Match<Meaning> | null {
  const close = closing.get(tokens[i]?.text ?? '')
  if (close === undefined) return null
  for (let end = i + 1; end < Math.min(tokens.length, i + tokensMax); end++) {
    if (!is(tokens[end], close)) continue
    return i === 0 && end === tokens.length - 1 ? null : meaning(end + 1, { type: 'topic' })
  }
  return null
}

/** A name is short; this also keeps texts of quotation marks linear. */
const tokensMax = 12
