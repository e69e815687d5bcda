/**
 * The way to the site: one stream of changes per page, and a request per tap.
 *
 * @import { AnswerView, Push, PressView } from '../site/wire.ts'
 */
import { showToast } from './toasts.js'

/**
 * Posts `body` and gives the answer. A refusal is shown to the person and gives null.
 *
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<unknown>}
 */
function post(path, body = {}) {
  return send(path, 'application/json', JSON.stringify(body))
}

/**
 * @param {string} path
 * @param {string} type
 * @param {string | Blob} body
 */
function send(path, type, body) {
  return ask(path, { method: 'POST', headers: { 'content-type': type }, body })
}

/** @param {string} path */
function get(path) {
  return ask(path, {})
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<unknown>}
 */
async function ask(path, request) {
  try {
    const response = await fetch(path, request)
    /** @type {unknown} */
    const answer = await response.json()
    if (response.ok) return answer
    showToast(readError(answer))
  } catch {
    showToast('Песочница не отвечает. Проверьте, что npm start ещё работает.')
  }
  return null
}

/** @param {unknown} answer */
function readError(answer) {
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : null
  return typeof error === 'string' ? error : 'Не получилось.'
}

/** @param {number} personId */
export function phoneOf(personId) {
  const root = `/api/people/${personId}`
  return {
    /**
     * What services have answered in this chat since then.
     *
     * @param {number} fromMs
     * @returns {Promise<readonly AnswerView[]>}
     */
    answers: async (fromMs) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as below
      /** @type {readonly AnswerView[]} */ ((await get(`${root}/answers?from=${fromMs}`)) ?? []),
    /** @param {string} text */
    say: (text) => post(`${root}/say`, { text }),
    /** @param {string} payload */
    openLink: (payload) => post(`${root}/open-link`, { payload }),
    /**
     * @param {number} messageId
     * @param {number} row
     * @param {number} column
     * @returns {Promise<PressView | null>}
     */
    press: async (messageId, row, column) =>
      // The site is the other half of this very page: its answers have the shapes of wire.ts.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      /** @type {PressView | null} */ (await post(`${root}/press`, { messageId, row, column })),
    /**
     * @param {number} messageId
     * @param {string} text
     */
    edit: (messageId, text) => post(`${root}/edit`, { messageId, text }),
    /**
     * @param {string} kind
     * @param {string} caption
     */
    sendMedia: (kind, caption) => post(`${root}/media`, { kind, caption }),
    /**
     * @param {'photo' | 'document'} kind
     * @param {Blob} content
     * @param {{ name: string, caption: string }} about
     */
    sendFile: (kind, content, { name, caption }) => {
      const query = new URLSearchParams({ kind, name, caption, type: content.type })
      return send(`${root}/file?${query}`, 'application/octet-stream', content)
    },
    /** @param {object} what a message of this chat, or somebody's text */
    forward: (what) => post(`${root}/forward`, what),
    block: () => post(`${root}/block`),
    unblock: () => post(`${root}/unblock`),
  }
}

export const portalApi = {
  /** @param {number} id */
  dismiss: (id) => post(`/api/employees/${id}/dismiss`),
  /** @param {number} id */
  rehire: (id) => post(`/api/employees/${id}/rehire`),
  /**
   * @param {string} name
   * @param {boolean} on
   */
  setFault: (name, on) => post(`/api/faults`, { name, on }),
  /** @param {number} toMs */
  moveClock: (toMs) => post('/api/clock', { toMs }),
}

/**
 * Follows the site. The browser reconnects by itself; every connection starts with a whole picture.
 *
 * @param {{ person?: number, onPush: (push: Push) => void, onConnection: (up: boolean) => void }} options
 * @returns {() => void} stops following
 */
export function follow({ person, onPush, onConnection }) {
  const source = new EventSource(person === undefined ? '/api/stream' : `/api/stream?person=${person}`)
  source.addEventListener('message', (event) => {
    onConnection(true)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    onPush(/** @type {Push} */ (JSON.parse(String(event.data))))
  })
  source.addEventListener('error', () => onConnection(false))
  return () => source.close()
}
