import { asksForNoRoom } from '../adapters/telemost/standing.ts'
import { found, type Finding } from './finding.ts'
import type { Scene } from './scene.ts'

/** No room is made: the API is asked for one that cannot be there. */
export async function checkTelemost({ config }: Scene): Promise<readonly Finding[]> {
  const { token, apiRoot } = config.telemost
  if (token === null) return [found('telemost_absent')]
  const { standing, detail } = await asksForNoRoom({ apiRoot, token })
  return [found(`telemost_${standing}`, { detail })]
}
