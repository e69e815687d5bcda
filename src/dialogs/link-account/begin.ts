import type { LocalService } from '../../machines/services.ts'
import { refuse, settled } from './deps.ts'

/** `link.begin`: refuses with `linked` { name } in a chat that speaks for somebody already. */
export const begin: LocalService = {
  type: 'local',
  reasons: ['linked'],
  async run(request, unit) {
    const link = await unit.links.byChat(request.chat)
    return link === null ? settled : refuse('linked', { name: link.name })
  },
}
