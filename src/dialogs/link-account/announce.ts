import type { RemoteService } from '../../machines/services.ts'
import { toPortalUserId } from '../../ports/identity.ts'
import type { ChatId } from '../../ports/identity.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Link } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
import { enqueueCall } from './background.ts'
import { settled, textOf } from './deps.ts'
import type { LinkDeps } from './deps.ts'
import { showMoment } from './moment.ts'

export type LinkNews = 'linked' | 'unlinked'

type Deps = Pick<LinkDeps, 'notices' | 'wording' | 'writer' | 'portalLanguage' | 'defaultZone' | 'log'>

const timeoutMs = 45_000

/**
 * Has the employee told inside the portal what became of their link (ASVS 6.3.7): where a stolen Telegram account cannot
 * keep it from them. `operation` names the turn that did it.
 */
export async function enqueueAnnouncement(
  unit: Unit,
  news: LinkNews,
  link: Pick<Link, 'employee' | 'zone'>,
  turn: { readonly chat: ChatId; readonly operation: string; readonly nowMs: number },
): Promise<void> {
  const { employee, zone } = link
  await enqueueCall(unit, turn.chat, turn.nowMs, {
    service: 'link.announce',
    input: { news, employee, zone, atMs: turn.nowMs },
    operation: `${turn.operation}:${news}:${employee}`,
  })
}

/** `link.announce` { news, employee, zone, atMs }: sends text L11, or its counterpart for a link that ended. */
export function createAnnounce(deps: Deps): RemoteService {
  return {
    type: 'remote',
    timeoutMs,
    reasons: [],
    async run(request, signal) {
      const { news, employee, zone, atMs } = readInput(request.input, deps.defaultZone)
      const text = deps.wording(news, deps.portalLanguage, {
        at: showMoment(atMs, zone, deps.portalLanguage, deps.writer),
      })
      // A repeat replaces; the news of another link, or the next code, leaves this one in sight.
      const tag = `TGBOT|LINK|${employee}|${request.operation}`
      const outcome = await deps.notices.send({ to: employee, text, outsideText: text, tag }, signal)
      if (outcome.ok) deps.log({ level: 'info', message: `an employee was ${news}`, employee })
      if (outcome.ok || outcome.reason !== 'undelivered') return outcome
      deps.log({ level: 'warn', message: 'a link announcement did not arrive', employee })
      return settled
    },
  }
}

/** @throws TypeError when it was not {@link enqueueAnnouncement} that called. */
function readInput(input: JsonObject, defaultZone: string) {
  const news = textOf(input, 'news')
  const { employee, atMs } = input
  if (
    (news !== 'linked' && news !== 'unlinked') ||
    typeof employee !== 'number' ||
    typeof atMs !== 'number'
  ) {
    throw new TypeError('link.announce was called without its input')
  }
  return {
    news,
    employee: toPortalUserId(employee),
    atMs,
    zone: textOf(input, 'zone') ?? defaultZone,
  } as const
}
