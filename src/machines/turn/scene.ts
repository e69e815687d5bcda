import type { Sender } from '../../ports/incoming.ts'
import type { Language } from '../../ports/language.ts'
import type { Link } from '../../store/links.ts'
import type { Scene } from '../conversation/frame.ts'
import type { TurnDeps } from './deps.ts'

/** Who is spoken to, where and when, as conversations see it. */
export function sceneOf(deps: TurnDeps, language: Language, link: Link | null, nowMs: number): Scene {
  const { repairs, reader, writer, policy, people, defaultZone } = deps
  return {
    repairs,
    reader,
    writer,
    policy,
    language,
    nowMs,
    zone: link?.zone ?? defaultZone,
    // Colleagues are nothing for whoever is not linked.
    ...(link !== null && people !== undefined && { people }),
    me: link === null ? null : { id: link.employee, name: link.name },
  }
}

/** Russian, unless the person's Telegram speaks English. */
export function languageOf(sender: Sender | null): Language {
  return /^en\b/i.test(sender?.languageCode ?? '') ? 'en' : 'ru'
}
