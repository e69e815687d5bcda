/** The servers of this test run, for a test file. */
import { inject } from 'vitest'
import type { Servers } from './keeper.ts'

/** Starts them when nobody has. */
export async function sharedServers(): Promise<Servers> {
  const answer = await fetch(inject('postgres'))
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Servers
}
