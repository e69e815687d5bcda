/**
 * The bell. New notices also pop up, whoever they are for: this is where a link code is found.
 *
 * @import { EmployeeView, NoticeView } from '../site/wire.ts'
 * @import { Taps } from './rich-text.js'
 */
import { button, copy, h, syncList } from './dom.js'
import { briefMoment, tint } from './format.js'
import { icon } from './icons.js'
import { renderRichText } from './rich-text.js'
import { showToast } from './toasts.js'

const popupsMax = 2
/** A notice with a code stays until it is closed or the same person gets another; the others leave by themselves. */
const popupShownMs = 10_000

/**
 * @typedef {object} NoticesOptions
 * @property {() => number} nowMs
 * @property {Taps} taps
 * @property {(id: number) => void} onViewAs
 * @property {(name: string) => void} onNews a notice came for this employee
 */

/** @param {NoticesOptions} options */
export function createNotices({ nowMs, taps, onViewAs, onNews }) {
  const list = h('ul', { class: 'notices' })
  const nothing = h(
    'p',
    { class: 'nothing' },
    icon('bell'),
    'Уведомлений пока нет. Код подключения придёт сюда.',
  )
  const element = h('div', {}, nothing, list)
  const popups = h('div', { class: 'popups', role: 'alert' })
  /** @type {readonly NoticeView[]} */
  let notices = []
  /** @type {readonly EmployeeView[]} */
  let employees = []
  let newestId = -1
  /** Pop-ups on show: ids, newest first. @type {number[]} */
  let popped = []

  /**
   * @param {readonly NoticeView[]} next newest first
   * @param {readonly EmployeeView[]} people
   * @param {number} viewerId
   */
  function show(next, people, viewerId) {
    notices = next
    employees = people
    const seen = seenId(viewerId)
    const mine = next.filter(({ userId }) => userId === viewerId)
    nothing.hidden = mine.length > 0
    syncList(
      list,
      mine.map((notice) => ({
        key: String(notice.id),
        value: [notice, notice.id > seen, briefMoment(notice.atMs, nowMs())],
        build: () => noticeRow(notice, notice.id > seen),
      })),
    )
    popUp()
  }

  /** What came since the page was opened is shown until it is closed; what was there before is not. */
  function popUp() {
    const fresh = newestId === -1 ? [] : notices.filter(({ id }) => id > newestId)
    const toSame = new Set(fresh.map(({ userId }) => userId))
    popped = [...fresh.map(({ id }) => id), ...popped.filter((id) => !toSame.has(ownerOf(id)))]
    for (const { id, code } of fresh) if (!code) setTimeout(() => dismiss(id), popupShownMs)
    for (const { userId } of fresh) onNews(employees.find(({ id }) => id === userId)?.name ?? '')
    newestId = Math.max(newestId, notices[0]?.id ?? 0)
    const shown = popped.flatMap((id) => notices.find((notice) => notice.id === id) ?? []).slice(0, popupsMax)
    popped = shown.map(({ id }) => id)
    syncList(
      popups,
      shown.map((notice) => ({ key: String(notice.id), value: notice, build: () => popup(notice) })),
    )
  }

  /** @param {NoticeView} notice */
  function popup(notice) {
    const employee = employees.find(({ id }) => id === notice.userId)
    const name = employee?.name ?? 'сотрудника'
    return h(
      'article',
      { class: 'popup', 'aria-label': `Уведомление: ${name}` },
      h(
        'header',
        {},
        h(
          'span',
          { class: `avatar avatar-small ${tint(name)}`, 'aria-hidden': 'true' },
          employee?.initials ?? '',
        ),
        button(
          { class: 'quiet-link' },
          () => {
            dismiss(notice.id)
            onViewAs(notice.userId)
          },
          name,
        ),
        h('span', { class: 'popup-from' }, icon('bell'), 'уведомление портала'),
        button(
          { class: 'icon-button', label: 'Закрыть уведомление' },
          () => dismiss(notice.id),
          icon('close'),
        ),
      ),
      noticeText(notice),
    )
  }

  /** @param {number} noticeId */
  function ownerOf(noticeId) {
    return notices.find(({ id }) => id === noticeId)?.userId ?? 0
  }

  /** @param {number} id */
  function dismiss(id) {
    popped = popped.filter((one) => one !== id)
    popUp()
  }

  /**
   * @param {NoticeView} notice
   * @param {boolean} isNew
   */
  function noticeRow(notice, isNew) {
    return h(
      'li',
      { class: isNew ? 'notice notice-new' : 'notice' },
      h('span', { class: 'notice-face', 'aria-hidden': 'true' }, icon('bell')),
      h(
        'div',
        { class: 'notice-main' },
        noticeText(notice),
        h('time', { datetime: new Date(notice.atMs).toISOString() }, briefMoment(notice.atMs, nowMs())),
      ),
    )
  }

  /** @param {NoticeView} notice */
  function noticeText(notice) {
    return h(
      'div',
      { class: 'notice-text' },
      h('p', {}, renderRichText(notice.body, taps)),
      notice.code && codeButton(notice.code),
    )
  }

  return {
    element,
    popups,
    show,
    /** @param {number} viewerId */
    unread: (viewerId) => {
      const seen = seenId(viewerId)
      return notices.filter(({ id, userId }) => userId === viewerId && id > seen).length
    },
    /** @param {number} viewerId */
    markSeen(viewerId) {
      popped = popped.filter((id) => ownerOf(id) !== viewerId)
      popUp()
      const newest = notices.find(({ userId }) => userId === viewerId)
      if (newest) sessionStorage.setItem(`noticed-${viewerId}`, String(newest.id))
    },
  }
}

/** @param {number} viewerId */
function seenId(viewerId) {
  return Number(sessionStorage.getItem(`noticed-${viewerId}`) ?? '0')
}

/** @param {string} code */
function codeButton(code) {
  return button(
    { class: 'code', label: `Скопировать код ${code}` },
    () => void copy(code).then((done) => showToast(done ? 'Код скопирован' : code)),
    h('span', { class: 'code-digits' }, `${code.slice(0, 3)} ${code.slice(3)}`),
    h('span', { class: 'code-copy' }, icon('copy'), 'Скопировать'),
  )
}
