import { words } from './russian/words.ts'

/**
 * «pfdnhf d 15:00» is «завтра в 15:00» typed with the keyboard left in English. A text in which a word comes out as a
 * day, a weekday or a month gets its date words back, letter for letter, so offsets stay; everything else keeps what
 * was typed. Null where nothing came out.
 */
export function fromLatinKeys(text: string): string | null {
  if (!/[a-z]/.test(text)) return null
  const chunks = text.split(/([ \n])/)
  const typed = chunks.map(rekeyed)
  if (!typed.some(namesDay)) return null
  return chunks.map((chunk, i) => (isDateWord(typed[i] ?? '') ? typed[i] : chunk)).join('')
}

const keys: ReadonlyMap<string, string> = new Map(
  "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
    .split('')
    .map((key, i) => [key, 'йцукенгшщзхъфывапролджэячсмитьбюе'.charAt(i)] as const),
)

/** Null for what holds anything but keys of letters; a comma or stop that ends the word may be just that. */
function rekeyed(chunk: string): string {
  const stop = /[a-z`[\];'][,.]$/.test(chunk) ? chunk.slice(-1) : ''
  const whole = keyed(chunk)
  if (stop === '' || isDateWord(whole)) return whole
  return keyed(chunk.slice(0, -1)) + stop
}

function keyed(chunk: string): string {
  if (!/^[a-z[\];',.`]+$/.test(chunk)) return ''
  return Array.from(chunk, (key) => keys.get(key) ?? key).join('')
}

/** Only words of some length: two or three Latin letters stand for too many things. */
function namesDay(word: string): boolean {
  const bare = word.replace(/[,.]$/, '')
  const known = words.get(bare)
  return bare.length > 3 && (known?.day ?? known?.weekday ?? known?.month) !== undefined
}

function isDateWord(word: string): boolean {
  const bare = word.replace(/[,.]$/, '')
  return words.has(bare) || parts.has(bare)
}

const parts = new Set('утром днем вечером утра обед обеда обеду вечера вечеру конца концу'.split(' '))
