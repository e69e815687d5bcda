import type { LocalService } from '../../machines/services.ts'
import { enqueueAnnouncement } from '../link-account/announce.ts'
import { settled } from '../link-account/deps.ts'
import { endLink } from '../link-account/endings.ts'

/**
 * `link.end`: ends the chat's link, and everything that was still to be sent there except the answer of this turn. In a
 * chat without a link there is nothing to do, and that is no failure.
 */
export const end: LocalService = {
  type: 'local',
  reasons: [],
  async run(request, unit) {
    const link = await endLink(unit, request.chat, 'unlinked', request.nowMs)
    if (link !== null) await enqueueAnnouncement(unit, 'unlinked', link, request)
    return settled
  },
}
