/**
 * The company's tasks, and the card of one in a sheet that slides in.
 *
 * @import { TaskView } from '../site/wire.ts'
 * @import { Taps } from './rich-text.js'
 */
import { button, fill, h, syncList } from './dom.js'
import { moment } from './format.js'
import { icon } from './icons.js'
import { renderFile } from './media.js'
import { renderRichText } from './rich-text.js'

const statusNames = {
  new: 'новая',
  pending: 'ждёт выполнения',
  in_progress: 'выполняется',
  control: 'ждёт контроля',
  completed: 'завершена',
  deferred: 'отложена',
  declined: 'отклонена',
}

/** Bitrix24 does not call these overdue, however late they are. */
const settled = new Set(['control', 'completed', 'declined'])

/** @param {{ nowMs: () => number, taps: Taps }} options */
export function createTasks({ nowMs, taps }) {
  /** @type {readonly TaskView[]} */
  let tasks = []
  let viewer = { id: 0, firstName: '' }
  let onlyMine = false
  /** @type {number | null} */
  let openId = null
  let newestId = -1
  /** @type {HTMLElement | null} */
  let openedFrom = null

  const all = button({ class: 'segment', 'aria-pressed': true }, () => setFilter(false), 'Все')
  const mine = button({ class: 'segment', 'aria-pressed': false }, () => setFilter(true), 'Мои')
  const list = h('ul', { class: 'tasks' })
  const nothing = h('p', { class: 'nothing' }, icon('task'), 'Задач нет.')
  const element = h(
    'div',
    {},
    h('div', { class: 'segments', role: 'group', 'aria-label': 'Какие задачи' }, all, mine),
    nothing,
    list,
  )
  const sheet = h('div', { class: 'sheet' })
  const slider = h('div', { class: 'slider', hidden: true }, sheet)
  slider.addEventListener('click', (event) => {
    if (event.target === slider) close()
  })
  slider.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })

  /** @param {boolean} value */
  function setFilter(value) {
    onlyMine = value
    redraw()
  }

  /**
   * @param {readonly TaskView[]} next newest first
   * @param {number} viewerId
   * @param {string} firstName
   */
  function show(next, viewerId, firstName) {
    tasks = next
    viewer = { id: viewerId, firstName }
    redraw()
  }

  function redraw() {
    all.setAttribute('aria-pressed', String(!onlyMine))
    mine.setAttribute('aria-pressed', String(onlyMine))
    mine.textContent = viewer.firstName ? `${viewer.firstName} участвует` : 'С моим участием'
    const shown = tasks.filter(
      (task) => !onlyMine || [task.responsibleId, task.creatorId].includes(viewer.id),
    )
    nothing.hidden = shown.length > 0
    const added = syncList(
      list,
      shown.map((task) => {
        const late = isLate(task, nowMs())
        return { key: String(task.id), value: [task, late, deadline(task)], build: () => taskRow(task, late) }
      }),
    )
    for (const row of added)
      row.classList.toggle('task-new', newestId !== -1 && Number(row.dataset['key']) > newestId)
    newestId = Math.max(newestId, tasks[0]?.id ?? 0)
    if (openId !== null) fillSheet(openId)
  }

  /** @param {TaskView} task */
  function deadline(task) {
    return task.deadlineAtMs === null ? 'без срока' : moment(task.deadlineAtMs, nowMs())
  }

  /**
   * @param {TaskView} task
   * @param {boolean} late
   */
  function taskRow(task, late) {
    return h(
      'li',
      { class: 'task', 'data-status': task.status },
      button(
        { class: 'task-button', 'data-focus-key': 'task', 'aria-haspopup': 'dialog' },
        () => openTask(task.id),
        h('span', { class: 'task-title' }, task.important && important(), task.title),
        h('span', { class: 'task-people' }, whoToWhom(task)),
        h(
          'span',
          { class: 'task-line' },
          status(task),
          h(
            'span',
            { class: late ? 'task-deadline task-late' : 'task-deadline' },
            icon('clock'),
            deadline(task),
          ),
        ),
      ),
    )
  }

  /** @param {number} id */
  function openTask(id) {
    openedFrom = document.activeElement instanceof HTMLElement ? document.activeElement : null
    openId = id
    sheet.replaceChildren()
    fillSheet(id)
    slider.hidden = false
    sheet.querySelector('button')?.focus({ preventScroll: true })
  }

  /** @param {number} id */
  function fillSheet(id) {
    const task = tasks.find((one) => one.id === id)
    const signature = JSON.stringify([task, task && deadline(task)])
    if (sheet.dataset['shown'] === signature && sheet.childElementCount > 0) return
    sheet.dataset['shown'] = signature
    fill(
      sheet,
      h(
        'article',
        { class: 'card', role: 'dialog', 'aria-label': task ? `Задача: ${task.title}` : 'Задача' },
        h(
          'header',
          {},
          h('span', { class: 'card-kind' }, task ? `Задача № ${task.id}` : 'Задача'),
          button({ class: 'icon-button', label: 'Закрыть карточку' }, close, icon('close')),
        ),
        task ? cardBody(task) : h('p', { class: 'nothing' }, 'Такой задачи нет или она удалена.'),
      ),
    )
  }

  /** @param {TaskView} task */
  function cardBody(task) {
    const late = isLate(task, nowMs())
    return [
      h('h3', {}, task.important && important(), task.title),
      h(
        'p',
        { class: 'card-status' },
        status(task),
        late && h('span', { class: 'mark mark-bad' }, 'просрочена'),
      ),
      h(
        'dl',
        {},
        row('Исполнитель', task.responsible),
        row('Постановщик', task.creator),
        row('Крайний срок', deadline(task)),
        row('Соисполнители', task.accomplices.join(', ')),
        row('Наблюдатели', task.auditors.join(', ')),
        row('Важность', task.important ? 'важная' : 'обычная'),
        row('Метки', task.tags.join(', ')),
        row('Создана', task.createdAtMs === null ? '' : moment(task.createdAtMs, nowMs())),
      ),
      task.description.length > 0 &&
        h(
          'div',
          { class: 'card-text' },
          h('h4', {}, 'Описание'),
          h('p', {}, renderRichText(task.description, taps)),
        ),
      task.files.length > 0 &&
        h('div', { class: 'card-text' }, h('h4', {}, 'Файлы'), task.files.map(renderFile)),
      task.comments.length > 0 &&
        h('div', { class: 'card-text' }, h('h4', {}, 'Обсуждение'), task.comments.map(comment)),
    ].filter((one) => one !== false)
  }

  /** @param {TaskView['comments'][number]} said */
  function comment({ author, atMs, body }) {
    return h(
      'p',
      { class: 'comment' },
      h('span', { class: 'comment-head' }, h('b', {}, author), ' ', h('time', {}, moment(atMs, nowMs()))),
      renderRichText(body, taps),
    )
  }

  function close() {
    if (openId === null) return
    openId = null
    slider.hidden = true
    openedFrom?.focus({ preventScroll: true })
  }

  /**
   * Opens the card an address of the portal names. True when there was nothing to wait for.
   *
   * @param {string} path
   */
  function open(path) {
    const id = /\/tasks\/task\/view\/(\d+)\//.exec(`${path}/`)?.[1]
    if (id !== undefined) openTask(Number(id))
    return true
  }

  return { element, slider, show, open, close }
}

/**
 * @param {TaskView} task
 * @param {number} nowMs
 */
function isLate(task, nowMs) {
  return task.deadlineAtMs !== null && task.deadlineAtMs < nowMs && !settled.has(task.status)
}

/** @param {TaskView} task */
function whoToWhom({ creator, responsible }) {
  if (creator === responsible) return [responsible]
  return [creator, icon('to'), h('span', { class: 'offscreen' }, 'поручает: '), responsible]
}

/** @param {TaskView} task */
function status(task) {
  return h('span', { class: 'task-status', 'data-status': task.status }, statusNames[task.status])
}

function important() {
  return h(
    'span',
    { class: 'important', role: 'img', 'aria-label': 'Важная', title: 'Важная' },
    icon('flame'),
  )
}

/**
 * @param {string} name
 * @param {string} value
 */
function row(name, value) {
  return value ? h('div', {}, h('dt', {}, name), h('dd', {}, value)) : null
}
