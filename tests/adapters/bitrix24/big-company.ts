import { employee } from '../../../sandbox/bitrix24/company.ts'
import type { Company } from '../../../sandbox/bitrix24/company.ts'
import type { NewEvent, NewTask } from '../../../sandbox/bitrix24/rows.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { EmployeeInZone } from '../../../src/ports/bulk-reads.ts'

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs
const zones = ['Europe/Moscow', 'Europe/Kaliningrad', 'Asia/Yekaterinburg', 'Asia/Vladivostok']
/** 1 is the assistant, whose webhook it is. */
const firstId = 101

/** Everybody of a {@link bigCompany}. Seven in ten are in Moscow. */
export function peopleOf(count: number): readonly EmployeeInZone[] {
  return Array.from({ length: count }, (_, at) => ({
    employee: toPortalUserId(firstId + at),
    zone: zoneOf(at),
  }))
}

/**
 * A portal of so many people as the reference figures have it: each has six tasks due today or overdue and helps with
 * one, one in twenty has something to accept, six in ten have a meeting today.
 */
export function bigCompany(count: number): Company {
  const ids = Array.from({ length: count }, (_, at) => firstId + at)
  return {
    name: 'АО «Большое дело»',
    zone: 'Europe/Moscow',
    departments: [{ id: 1, name: 'АО «Большое дело»', sort: 100, parentId: null, headId: null }],
    employees: [
      person(1, 'Помощник', 'Технический'),
      ...ids.map((id, at) => person(id, 'Анна', `Петрова-${at}`, at)),
    ],
    tasks: (nowMs) => ids.flatMap((id, at) => tasksOf(id, ids[(at + 1) % count] ?? id, at, nowMs)),
    events: () => ids.flatMap((id, at) => (at % 10 < 6 ? [meetingOf(id)] : [])),
  }
}

function person(id: number, name: string, lastName: string, at = 0) {
  const isAdmin = id === 1
  const email = `p${id}@delo.example`
  return employee(id, { name, lastName, email, isAdmin, departmentIds: [1], timeZone: zoneOf(at) })
}

function zoneOf(at: number): string {
  return at % 10 < 7 ? 'Europe/Moscow' : (zones[at % zones.length] ?? 'Europe/Moscow')
}

function tasksOf(responsibleId: number, neighbour: number, at: number, nowMs: number): readonly NewTask[] {
  const due = Array.from({ length: 6 }, (_, number) => ({
    title: `Задача ${number + 1}`,
    responsibleId,
    createdBy: neighbour,
    accomplices: number === 0 ? [neighbour] : [],
    deadlineMs: nowMs + (number < 3 ? hourMs * (number + 1) : -dayMs * (number - 2)),
  }))
  const handedIn = { title: 'Сдано', responsibleId, createdBy: neighbour, status: 4 as const }
  const later = { title: 'Нескоро', responsibleId, createdBy: neighbour, deadlineMs: nowMs + 30 * dayMs }
  return [...due, later, ...(at % 20 === 0 ? [handedIn] : [])]
}

function meetingOf(ownerId: number): NewEvent {
  return { ownerId, name: 'Планёрка', from: '2026-11-24T15:00:00', to: '2026-11-24T15:30:00' }
}
