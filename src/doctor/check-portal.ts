import { z } from 'zod'
import { userRows } from '../adapters/bitrix24/schemas.ts'
import { settingsRow } from '../adapters/bitrix24/calendar-schemas.ts'
import { readSettings } from '../adapters/bitrix24/calendar-settings.ts'
import { found, type Finding } from './finding.ts'
import { openPortal, troubleOf, type Portal } from './portal.ts'
import { probeCalendar } from './probe-calendar.ts'
import { probeTasks } from './probe-tasks.ts'
import type { Scene } from './scene.ts'
import { judgeClock } from './skew.ts'
import { probeWriting } from './write-probes.ts'

/** One after another, as each rests on those before it: without an answer there is nothing to ask further. */
export async function checkPortal(scene: Scene): Promise<readonly Finding[]> {
  const portal = openPortal(scene)
  const owner = await checkOwner(portal)
  if (owner.failed) return owner.findings
  const scopes = await checkScopes(portal)
  const findings = [
    ...owner.findings,
    ...scopes.findings,
    ...(await checkClock(portal, scene)),
    ...(scopes.has('user_basic') ? await checkPeople(portal, scene) : []),
    ...(scopes.has('task') ? await probeTasks(portal, scopes.has('tasks')) : []),
    ...(scopes.has('calendar') ? await checkCalendar(portal) : []),
    ...(scopes.has('calendar') ? await probeCalendar(portal, scene) : []),
  ]
  if (scene.writing === null) return findings
  return [...findings, ...(await probeWriting(portal, scene, scene.writing, scopes.has))]
}

const profile = z.object({ ADMIN: z.unknown().optional() })

async function checkOwner(portal: Portal): Promise<{ failed: boolean; findings: readonly Finding[] }> {
  const result = await portal.read('profile', {}, profile)
  if (result.type !== 'ok') return { failed: true, findings: [troubleOf('profile', result, portal)] }
  const movedTo = portal.movedTo()
  const isAdmin = result.value.ADMIN === true
  return {
    failed: false,
    findings: [
      found('portal_ok', { host: new URL(portal.client.portal).host }),
      ...(movedTo === null ? [] : [found('portal_renamed', { host: movedTo })]),
      found(isAdmin ? 'owner_admin' : 'owner_not_admin', { id: portal.client.ownerId }),
    ],
  }
}

/** What does not work without it. */
const needed = ['user_basic', 'im', 'task', 'calendar']
const optional = ['tasks', 'disk']
/** Harmless, and on most webhooks that were made for something like this. */
const expected = new Set([...needed, ...optional, 'department', 'user_brief', 'basic'])

interface Scopes {
  readonly findings: readonly Finding[]
  has(scope: string): boolean
}

async function checkScopes(portal: Portal): Promise<Scopes> {
  const result = await portal.read('scope', {}, z.array(z.string()))
  if (result.type !== 'ok') return { findings: [troubleOf('scope', result, portal)], has: () => false }
  const granted = new Set(result.value)
  // The wider one lets everything through that the one asked for does.
  const has = (scope: string): boolean =>
    granted.has(scope) || (scope === 'user_basic' && granted.has('user'))
  const missing = needed.filter((scope) => !has(scope))
  const excess = result.value.filter((scope) => !expected.has(scope))
  const findings = [
    missing.length === 0 ? found('scopes_ok') : found('scopes_missing', { scopes: missing.join(', ') }),
    ...optional.filter((scope) => !has(scope)).map((scope) => found(`scope_${scope}_absent`)),
    ...(excess.length === 0 ? [] : [found('scopes_excess', { scopes: excess.join(', ') })]),
  ]
  return { has, findings }
}

async function checkClock(portal: Portal, { clock }: Scene): Promise<readonly Finding[]> {
  const sentAtMs = clock.now()
  const result = await portal.read('server.time', {}, z.string())
  const receivedAtMs = clock.now()
  const theirsMs = result.type === 'ok' ? Date.parse(result.value) : Number.NaN
  return Number.isNaN(theirsMs) ? [] : [judgeClock('portal', { theirsMs, sentAtMs, receivedAtMs })]
}

/** A filter that is dropped would link a stranger: the assistant checks every row again, and then finds nobody. */
async function checkPeople(portal: Portal, { random }: Scene): Promise<readonly Finding[]> {
  const select = ['ID', 'EMAIL', 'ACTIVE', 'USER_TYPE', 'TIME_ZONE']
  const own = await portal.read('user.get', { FILTER: { ID: portal.client.ownerId }, select }, userRows)
  if (own.type !== 'ok') return [troubleOf('user.get', own, portal)]
  const nobody = { '=EMAIL': `nobody+${random.integer(1e9)}@invalid.example` }
  const stranger = await portal.read('user.get', { FILTER: nobody, select }, userRows)
  if (stranger.type !== 'ok') return [troubleOf('user.get', stranger, portal)]
  const owner = own.value.find((row) => row.ID === portal.client.ownerId)
  if (owner !== undefined && owner.EMAIL === undefined) return [found('emails_hidden')]
  if (stranger.value.length > 0) return [found('email_filter_dropped')]
  return [found('people_ok')]
}

async function checkCalendar(portal: Portal): Promise<readonly Finding[]> {
  const result = await portal.read('calendar.settings.get', {}, settingsRow)
  if (result.type !== 'ok') return [troubleOf('calendar.settings.get', result, portal)]
  const { workStartMinutes, workEndMinutes } = readSettings(result.value)
  return [found('calendar_ok', { from: clockFace(workStartMinutes), to: clockFace(workEndMinutes) })]
}

function clockFace(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
