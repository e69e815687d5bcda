import { IANAZone } from 'luxon'

/** Whether `name` is an IANA zone this runtime knows («Europe/Moscow», «UTC»); bare offsets are not. */
export function isZone(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name) && IANAZone.create(name).isValid
}

/** A fixed zone as luxon names it: «UTC+3», «UTC-9:30». */
export function offsetZone(minutes: number): string {
  const size = Math.abs(minutes)
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`
  return `UTC${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${rest}`
}

/** The Russian name of the zone's city, or null for zones without one here. */
export function russianCity(zone: string): string | null {
  return cities.find(([iana]) => iana === zone)?.[1] ?? null
}

/** Zones by the letters people write after a clock; those that stand for several («CST», «IST») are left out. */
export const zoneLetters: ReadonlyMap<string, string> = new Map([
  ['est', 'America/New_York'],
  ['edt', 'America/New_York'],
  ['pst', 'America/Los_Angeles'],
  ['pdt', 'America/Los_Angeles'],
  ['bst', 'Europe/London'],
  ['cet', 'Europe/Berlin'],
  ['cest', 'Europe/Berlin'],
  ['eet', 'Europe/Helsinki'],
  ['eest', 'Europe/Helsinki'],
  ['jst', 'Asia/Tokyo'],
])

/** The zone of a city word in any case form: «москве», «московскому», «екатеринбург»; null for other words. */
export function cityZone(word: string): string | null {
  const plain = word.toLowerCase().replaceAll('ё', 'е')
  if (/^(?:гринвич.{0,4}|greenwich)$/.test(plain)) return 'UTC'
  for (const [zone, , stems] of cities) {
    if (stems.split(' ').some((stem) => plain.startsWith(stem) && plain.length - stem.length <= 4))
      return zone
  }
  return null
}

/**
 * The zone a person means by «Екатеринбург», «Asia/Omsk», «UTC+5», «мск+2»; null when not understood. An offset gives
 * a fixed zone (`Etc/GMT-5` is five hours east of Greenwich: POSIX signs run the other way).
 */
export function readZone(text: string): string | null {
  const plain = text.trim()
  if (plain.length > 60) return null
  if (isZone(plain) && plain.includes('/')) return plain
  const offset = /^(?:(utc|gmt|мск|msk)\s*)?(?:([+−-])\s*(\d{1,2})(?::?00)?)?$/i.exec(plain)
  if (offset !== null && plain !== '') {
    const base = /^(?:мск|msk)$/i.test(offset[1] ?? '') ? 3 : 0
    if (offset[2] === undefined) return base === 3 ? 'Europe/Moscow' : 'UTC'
    const hours = base + Number(offset[3] ?? '0') * (offset[2] === '+' ? 1 : -1)
    if (hours < -12 || hours > 14) return null
    return hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
  }
  const words = plain.split(/[\s,-]+/).filter((word) => word.length > 2)
  return words.map((word) => cityZone(word)).find((zone) => zone !== null) ?? null
}

/** Zones of Russia and its neighbours, and where its companies sit: IANA name, Russian city, stems of what people write. */
const cities: readonly (readonly [string, string, string])[] = [
  [
    'Europe/Moscow',
    'Москва',
    'москв московск петербург питер moscow казан нижн сочи ростов воронеж краснодар',
  ],
  ['Europe/Kaliningrad', 'Калининград', 'калининград kaliningrad'],
  ['Europe/Samara', 'Самара', 'самар тольятти ижевск samara'],
  ['Europe/Saratov', 'Саратов', 'саратов'],
  ['Europe/Ulyanovsk', 'Ульяновск', 'ульяновск'],
  ['Europe/Astrakhan', 'Астрахань', 'астрахан'],
  ['Europe/Volgograd', 'Волгоград', 'волгоград'],
  ['Europe/Kirov', 'Киров', 'кирову'],
  ['Europe/Simferopol', 'Симферополь', 'симферопол'],
  ['Asia/Yekaterinburg', 'Екатеринбург', 'екатеринбург екб челябинск перм уфа уфе тюмен yekaterinburg'],
  ['Asia/Omsk', 'Омск', 'омск omsk'],
  ['Asia/Novosibirsk', 'Новосибирск', 'новосибирск novosibirsk'],
  ['Asia/Barnaul', 'Барнаул', 'барнаул'],
  ['Asia/Tomsk', 'Томск', 'томск'],
  ['Asia/Novokuznetsk', 'Новокузнецк', 'новокузнецк кемеров'],
  ['Asia/Krasnoyarsk', 'Красноярск', 'красноярск krasnoyarsk'],
  ['Asia/Irkutsk', 'Иркутск', 'иркутск irkutsk'],
  ['Asia/Chita', 'Чита', 'чита чите читинск'],
  ['Asia/Yakutsk', 'Якутск', 'якутск yakutsk'],
  ['Asia/Vladivostok', 'Владивосток', 'владивосток хабаровск vladivostok'],
  ['Asia/Sakhalin', 'Сахалин', 'сахалин'],
  ['Asia/Magadan', 'Магадан', 'магадан magadan'],
  ['Asia/Kamchatka', 'Камчатка', 'камчат петропавловск'],
  ['Asia/Anadyr', 'Анадырь', 'анадыр'],
  ['Europe/Minsk', 'Минск', 'минск minsk'],
  ['Europe/Kyiv', 'Киев', 'киев kyiv'],
  ['Europe/Kiev', 'Киев', 'kiev'],
  ['Europe/Chisinau', 'Кишинёв', 'кишинев'],
  ['Asia/Almaty', 'Алматы', 'алмат астан almaty'],
  ['Asia/Qyzylorda', 'Кызылорда', 'кызылорд'],
  ['Asia/Aqtobe', 'Актобе', 'актобе'],
  ['Asia/Tashkent', 'Ташкент', 'ташкент tashkent'],
  ['Asia/Bishkek', 'Бишкек', 'бишкек'],
  ['Asia/Dushanbe', 'Душанбе', 'душанбе'],
  ['Asia/Ashgabat', 'Ашхабад', 'ашхабад'],
  ['Asia/Yerevan', 'Ереван', 'ереван yerevan'],
  ['Asia/Tbilisi', 'Тбилиси', 'тбилиси tbilisi'],
  ['Asia/Baku', 'Баку', 'баку'],
  ['Europe/Istanbul', 'Стамбул', 'стамбул istanbul'],
  ['Asia/Dubai', 'Дубай', 'дубай дубаю dubai'],
  ['Europe/Berlin', 'Берлин', 'берлин berlin'],
  ['Europe/London', 'Лондон', 'лондон london'],
  ['Europe/Belgrade', 'Белград', 'белград belgrade'],
  ['Europe/Riga', 'Рига', 'рига риге'],
  ['Asia/Shanghai', 'Шанхай', 'шанхай пекин гонконг shanghai beijing'],
  ['Asia/Tokyo', 'Токио', 'токио tokyo'],
  ['Asia/Kolkata', 'Дели', 'дели delhi'],
  ['Asia/Singapore', 'Сингапур', 'сингапур singapore'],
  ['Asia/Jerusalem', 'Иерусалим', 'иерусалим израил авив'],
  ['Europe/Paris', 'Париж', 'париж paris'],
  ['Europe/Madrid', 'Мадрид', 'мадрид madrid'],
  ['Europe/Rome', 'Рим', 'риму римск'],
  ['Europe/Prague', 'Прага', 'прага праге prague'],
  ['Europe/Warsaw', 'Варшава', 'варшав warsaw'],
  ['Europe/Vilnius', 'Вильнюс', 'вильнюс'],
  ['Europe/Helsinki', 'Хельсинки', 'хельсинк helsinki'],
  ['America/New_York', 'Нью-Йорк', 'йорк york'],
  ['America/Los_Angeles', 'Лос-Анджелес', 'анджелес франциск angeles'],
]
