/** A name as it sounds, whichever of the usual ways it was put into Latin letters: «Yulia», «Julia», «Iuliia» are one. */
export function latinKey(word: string): string {
  const latin = /[а-я]/u.test(word) ? word.replaceAll(/[а-я]/gu, (letter) => letters.get(letter) ?? '') : word
  return latin
    .replaceAll(/[^a-z]/gu, '')
    .replaceAll('shch', 'sh')
    .replaceAll('sch', 'sh')
    .replaceAll('kh', 'h')
    .replaceAll('ks', 'x')
    .replaceAll('tz', 'ts')
    .replaceAll('ph', 'f')
    .replaceAll('w', 'v')
    .replaceAll('ck', 'k')
    .replaceAll(/[jyi]+/gu, 'i')
    .replaceAll('io', 'e')
    .replaceAll('ie', 'e')
    .replaceAll(/(.)\1/gu, '$1')
    .replace(/^e/u, 'ie')
    .replace(/^iee/u, 'ie')
}

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    д: 'd',
    е: 'e',
    ж: 'zh',
    з: 'z',
    и: 'i',
    й: 'i',
    к: 'k',
    л: 'l',
    м: 'm',
    н: 'n',
    о: 'o',
    п: 'p',
    р: 'r',
    с: 's',
    т: 't',
    у: 'u',
    ф: 'f',
    х: 'h',
    ц: 'ts',
    ч: 'ch',
    ш: 'sh',
    щ: 'shch',
    ы: 'i',
    э: 'e',
    ю: 'iu',
    я: 'ia',
  }),
)
