/** The services that `dialog.yaml` here and in `unlink` name, and those they call in the background. */
import type { Service, Services } from '../../machines/services.ts'
import { end } from '../unlink/end.ts'
import { present } from '../unlink/present.ts'
import { createAnnounce } from './announce.ts'
import { begin } from './begin.ts'
import { createConfirm } from './confirm.ts'
import { createDeliver } from './deliver.ts'
import type { LinkDeps } from './deps.ts'
import { createRequest } from './request.ts'

/** @throws RangeError when LINK_CODE_SECRET is too short. */
export function createLinkServices(deps: LinkDeps): Services {
  return new Map<string, Service>([
    ['link.begin', begin],
    ['link.request', createRequest(deps)],
    ['link.deliver', createDeliver(deps)],
    ['link.confirm', createConfirm(deps)],
    ['link.announce', createAnnounce(deps)],
    ['link.present', present],
    ['link.end', end],
  ])
}
