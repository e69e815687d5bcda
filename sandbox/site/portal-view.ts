/** The portal as its page shows it: ids turned into names, BBCode into trees. */
import type { BitrixSandbox } from '../bitrix24/server.ts'
import type { Person } from '../telegram/person.ts'
import { findCode, readBbcode } from './bbcode.ts'
import { eventViews } from './calendar-view.ts'
import type { LinkPlaces } from './links.ts'
import type { EmployeeView, NoticeView, PortalView, TaskView } from './wire.ts'

type Employee = ReturnType<BitrixSandbox['employees']>[number]
type Task = ReturnType<BitrixSandbox['tasks']>[number]
type Notice = ReturnType<BitrixSandbox['notices']>[number]

/** So many notices of the whole company are worth showing. */
const noticesMax = 200

export function portalView(
  bitrix: BitrixSandbox,
  persons: readonly Person[],
  places: LinkPlaces,
  nowMs: number,
): PortalView {
  const employees = bitrix
    .employees()
    .filter(({ userType }) => userType === 'employee' || userType === 'extranet')
  const departments = bitrix.departments()
  const names = new Map(bitrix.employees().map((employee) => [employee.id, fullName(employee)]))
  const departmentNames = new Map(departments.map(({ id, name }) => [id, name]))
  return {
    company: departments.find(({ parentId }) => parentId === null)?.name ?? 'Портал компании',
    origin: bitrix.origin,
    zone: bitrix.zone,
    employees: employees.map((employee) => employeeView(employee, departmentNames)),
    tasks: bitrix
      .tasks()
      .map((task) => taskView(task, bitrix.taskFiles(task.id), names, places))
      .sort((a, b) => b.id - a.id),
    events: eventViews(bitrix, nameIn(names), places, nowMs),
    notices: bitrix
      .notices()
      .slice(-noticesMax)
      .map((notice) => noticeView(notice, places))
      .sort((a, b) => b.id - a.id),
    namesakes: namesakes(persons, employees),
  }
}

function employeeView(employee: Employee, departments: ReadonlyMap<number, string>): EmployeeView {
  return {
    id: employee.id,
    name: fullName(employee),
    firstName: employee.name,
    initials: initials(employee.name, employee.lastName),
    email: employee.email,
    position: employee.position,
    departments: employee.departmentIds.flatMap((id) => departments.get(id) ?? []),
    active: employee.active,
    extranet: employee.userType === 'extranet',
    admin: employee.isAdmin,
    zone: employee.timeZone ?? '',
  }
}

const statuses: Readonly<Record<number, TaskView['status']>> = {
  1: 'new',
  2: 'pending',
  3: 'in_progress',
  4: 'control',
  5: 'completed',
  6: 'deferred',
  7: 'declined',
}

function taskView(
  task: Task,
  files: ReturnType<BitrixSandbox['taskFiles']>,
  names: ReadonlyMap<number, string>,
  places: LinkPlaces,
): TaskView {
  const nameOf = nameIn(names)
  return {
    id: task.id,
    title: task.title,
    description: readBbcode(task.description, places),
    responsible: nameOf(task.responsibleId),
    responsibleId: task.responsibleId,
    creator: nameOf(task.createdBy),
    creatorId: task.createdBy,
    accomplices: task.accomplices.map(nameOf),
    auditors: task.auditors.map(nameOf),
    createdAtMs: task.createdAtMs,
    deadlineAtMs: task.deadlineMs,
    status: statuses[task.status] ?? 'pending',
    important: task.priority === 2,
    tags: task.tags,
    files: files.map(({ attachmentId, name, size }) => ({
      name,
      size,
      url: `/api/tasks/${task.id}/files/${attachmentId}`,
      edges: null,
    })),
    comments: task.comments.map(({ id, authorId, text, atMs }) => ({
      id,
      author: nameOf(authorId),
      atMs,
      body: readBbcode(text, places),
    })),
    path: `/company/personal/user/${task.responsibleId}/tasks/task/view/${task.id}/`,
  }
}

function nameIn(names: ReadonlyMap<number, string>): (id: number) => string {
  return (id) => names.get(id) ?? `Сотрудник ${id}`
}

function noticeView(notice: Notice, places: LinkPlaces): NoticeView {
  const body = readBbcode(notice.message, places)
  return { id: notice.id, userId: notice.userId, atMs: notice.atMs, body, code: findCode(body) }
}

function namesakes(persons: readonly Person[], employees: readonly Employee[]): Record<string, number> {
  const found: [string, number][] = []
  for (const { profile } of persons) {
    const name = `${profile.firstName} ${profile.lastName ?? ''}`.trim()
    const employee = employees.find((one) => one.active && fullName(one) === name)
    if (employee) found.push([String(profile.id), employee.id])
  }
  return Object.fromEntries(found)
}

function fullName(employee: Employee): string {
  return `${employee.name} ${employee.lastName}`.trim()
}

/** Two letters for a round picture. */
export function initials(first: string, last: string): string {
  return `${Array.from(first)[0] ?? ''}${Array.from(last)[0] ?? ''}`.toUpperCase()
}
