/** Dialogs as a revision of git has them, laid out in a folder of their own. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const outputMax = 64 * 1_024 * 1_024

/**
 * `HEAD`, `v1.2:`, `main:examples/vacation-request`; without a path, the dialogs of the assistant.
 *
 * @returns the folder, which the caller removes; null when there is no such revision, or nothing at that path.
 */
export async function layOutRevision(name: string): Promise<string | null> {
  const [revision = '', path = ''] = name.split(/:(.*)/s)
  if (revision === '' || revision.startsWith('-')) return null
  const from = path === '' ? 'src/dialogs' : path.replace(/\/$/, '')
  const listed = await git('ls-tree', '-r', '--name-only', '--full-tree', `${revision}^{tree}`, '--', from)
  const files = (listed ?? '').split('\n').filter((file) => file.endsWith('.yaml'))
  if (files.length === 0) return null
  const folder = await mkdtemp(join(tmpdir(), 'dialogs-of-'))
  for (const file of files) {
    const inside = file === from ? 'dialog.yaml' : file.slice(from.length + 1)
    const target = join(folder, inside)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, (await git('show', `${revision}:${file}`)) ?? '')
  }
  return folder
}

/**
 * Files of code that differ between two revisions; null stands for the files as they are. None where neither is a revision,
 * or git cannot tell.
 */
export async function codeChangedBetween(
  before: string | null,
  after: string | null,
): Promise<readonly string[]> {
  const revisions = [before, after].filter((one) => one !== null)
  if (revisions.length === 0) return []
  const listed = await git('diff', '--name-only', ...revisions, '--', ':(top,glob)src/**/*.ts', ':(top)db')
  return (listed ?? '').split('\n').filter((file) => file !== '')
}

async function git(...args: readonly string[]): Promise<string | null> {
  try {
    return (await run('git', [...args], { maxBuffer: outputMax })).stdout
  } catch {
    return null
  }
}
