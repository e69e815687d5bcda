/** The dialogs as they are shipped, read once for all tests of a file. */
import { fileURLToPath } from 'node:url'
import { loadDialogs, type LoadedDialog } from '../../../src/dialogs/load.ts'

export async function shippedDialogs(): Promise<readonly LoadedDialog[]> {
  const { definitions } = await loadDialogs(fileURLToPath(new URL('../../../src/dialogs', import.meta.url)))
  return [...definitions.values()]
}
