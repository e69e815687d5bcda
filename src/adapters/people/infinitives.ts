/** «проверит» → «проверить»: what somebody shall do, as the name of a task says it. */

/**
 * The infinitive of a verb in the third person, small and with е for ё; null where its form does not tell. Of «узнает»
 * and its like the completed action is taken: that is what tasks are about.
 */
export function infinitiveOf(word: string): string | null {
  const reflexive = word.endsWith('ся')
  const verb = reflexive ? word.slice(0, -2) : word
  const single = singularOf(verb)
  const found = endings.find(([ending]) => ending.test(single))
  if (found === undefined) return null
  const infinitive = single.replace(...found)
  return reflexive ? infinitive + (infinitive.endsWith('ти') ? 'сь' : 'ся') : infinitive
}

/** «проверят», «сделают», «создадут» as of one. */
function singularOf(verb: string): string {
  if (/[ая]дут$/u.test(verb) && /(?:^|[сзыоеа])дадут$/u.test(verb)) return verb.replace(/дадут$/u, 'даст')
  return verb.replace(/[ая]т$/u, 'ит').replace(/[ую]т$/u, 'ет')
}

/** The first that fits; whatever has a shorter ending of its own stands further down. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/даст$/u, 'дать'],
  [/будет$/u, 'быть'],
  [/придет$/u, 'прийти'],
  [/йдет$/u, 'йти'],
  [/сядет$/u, 'сесть'],
  [/ведет$/u, 'вести'],
  [/блюдет$/u, 'блюсти'],
  [/адет$/u, 'асть'],
  [/едет$/u, 'ехать'],
  [/везет$/u, 'везти'],
  [/несет$/u, 'нести'],
  [/спасет$/u, 'спасти'],
  [/обретет$/u, 'обрести'],
  [/чтет$/u, 'честь'],
  [/начнет$/u, 'начать'],
  [/жмет$/u, 'жать'],
  [/возьмет$/u, 'взять'],
  [/ймет$/u, 'нять'],
  [/примет$/u, 'принять'],
  [/нимет$/u, 'нять'],
  [/шлет$/u, 'слать'],
  [/(под|раз|от|из|об)берет$/u, '$1обрать'],
  [/берет$/u, 'брать'],
  [/отзовет$/u, 'отозвать'],
  [/зовет$/u, 'звать'],
  [/ждет$/u, 'ждать'],
  [/(к|в|м)ажет$/u, '$1азать'],
  [/вяжет$/u, 'вязать'],
  [/режет$/u, 'резать'],
  [/пишет$/u, 'писать'],
  [/ищет$/u, 'искать'],
  [/ыщет$/u, 'ыскать'],
  [/может$/u, 'мочь'],
  [/влечет$/u, 'влечь'],
  [/бережет$/u, 'беречь'],
  [/([лшпбв])ьет$/u, '$1ить'],
  [/станет$/u, 'стать'],
  [/денет$/u, 'деть'],
  [/нет$/u, 'нуть'],
  [/трет$/u, 'тереть'],
  [/олет$/u, 'олоть'],
  [/борет$/u, 'бороть'],
  [/оет$/u, 'ыть'],
  [/цует$/u, 'цевать'],
  [/ует$/u, 'овать'],
  [/юет$/u, 'евать'],
  [/^(с|пере|соз|про|из|за|от|вы|по|раз|при|под)?дает$/u, '$1давать'],
  [/^(в|до|от|при|у)стает$/u, '$1ставать'],
  [/([аея])ет$/u, '$1ть'],
  [/(смотр|вид|обид|терп|верт|завис|сид|лет|гор|гляд)ит$/u, '$1еть'],
  [/(слыш|держ|леж|молч|крич|стуч)ит$/u, '$1ать'],
  [/гонит$/u, 'гнать'],
  [/(^|[^р])стоит$/u, '$1стоять'],
  [/ит$/u, 'ить'],
]
