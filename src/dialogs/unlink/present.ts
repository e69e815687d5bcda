import type { LocalService } from '../../machines/services.ts'
import { refuse, settled } from '../link-account/deps.ts'

/** `link.present`: refuses with `nobody` in a chat that speaks for no one, where there is nothing to disconnect. */
export const present: LocalService = {
  type: 'local',
  reasons: ['nobody'],
  async run(request, unit) {
    return (await unit.links.byChat(request.chat)) === null ? refuse('nobody') : settled
  },
}
