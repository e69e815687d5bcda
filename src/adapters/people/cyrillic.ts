/** Names that a directory keeps in Latin letters, as a Russian colleague writes them. */
import { known } from './known-names.ts'
import { latinKey } from './latin.ts'

/** The Russian first name behind «Igor», «Dmitriy», «Alexander», «Eugene»; null for names without one. */
export function russianName(latin: string): string | null {
  const key = keyOf(latin)
  return byKey().get(key) ?? byKey().get(key.replace(/er$/, 'r')) ?? null
}

/** As {@link latinKey}, with English names taken for their Russian ones. */
export function keyOf(latin: string): string {
  return latinKey(english.get(latin) ?? latin)
}

let keys: ReadonlyMap<string, string> | null = null

function byKey(): ReadonlyMap<string, string> {
  // Of two names that sound the same the first in the list is the commoner one.
  keys ??= new Map([...known.keys()].toReversed().map((name) => [latinKey(name), name]))
  return keys
}

const english: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alexander: 'александр',
    alex: 'саша',
    andrew: 'андрей',
    catherine: 'екатерина',
    ekaterina: 'екатерина',
    eugene: 'евгений',
    eugenia: 'евгения',
    george: 'георгий',
    helen: 'елена',
    helena: 'елена',
    kate: 'катя',
    kathy: 'катя',
    max: 'макс',
    michael: 'михаил',
    natalie: 'наталья',
    nicholas: 'николай',
    nick: 'коля',
    paul: 'павел',
    peter: 'петр',
    sophia: 'софия',
    sophie: 'софия',
    vladimir: 'владимир',
  }),
)

/**
 * A surname letter by letter, for want of the way back: soft signs are lost, which {@link latinKey} does not hear
 * either. «Shcherbakova» is «щербакова», «Vysotskiy» «высоцкий».
 */
export function inCyrillic(latin: string): string {
  const word = latin
    .replace(/(?:sky|skiy|skii|skij)$/u, 'skij')
    .replace(/(?<=[^aeiouy])(?:y|iy|ii)$/u, 'ij')
    // «John» is «Джон», and «Johann» no «Йоханн» to anybody who hears it.
    .replace(/^j(?=[aeio])/u, 'dzh')
    .replace(/(?<=[aeiou])h(?=[^aeiouy]|$)/u, '')
  return word.replaceAll(pattern, (sound) => sounds.get(sound) ?? sound)
}

const sounds: ReadonlyMap<string, string> = new Map(
  (
    'shch щ sch щ kh х zh ж ch ч sh ш ts ц tz ц th т ph ф ck к yu ю iu ю ju ю ya я ia я ja я yo е ye е je е ' +
    'ij ий ay ай ey ей oy ой uy уй ai ай ei ей oi ой ' +
    'a а b б c к d д e е f ф g г h х i и j й k к l л m м n н o о p п q к r р s с t т u у v в w в x кс y ы z з'
  )
    .split(' ')
    .reduce<[string, string][]>((pairs, part, at, all) => {
      if (at % 2 === 0) pairs.push([part, all[at + 1] ?? ''])
      return pairs
    }, []),
)

/** The longest sounds first. */
const pattern = new RegExp([...sounds.keys()].toSorted((a, b) => b.length - a.length).join('|'), 'gu')
