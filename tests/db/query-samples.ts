import type { Kysely } from 'kysely'
import * as actions from '../../db/queries/actions.ts'
import * as buckets from '../../db/queries/buckets.ts'
import * as cards from '../../db/queries/cards.ts'
import * as chats from '../../db/queries/chats.ts'
import * as definitions from '../../db/queries/definitions.ts'
import * as deliveries from '../../db/queries/deliveries.ts'
import * as journal from '../../db/queries/journal.ts'
import * as links from '../../db/queries/links.ts'
import * as notifications from '../../db/queries/notifications.ts'
import * as personal from '../../db/queries/personal.ts'
import * as retention from '../../db/queries/retention.ts'
import * as settings from '../../db/queries/settings.ts'
import * as updates from '../../db/queries/updates.ts'
import * as workDays from '../../db/queries/work-days.ts'
import type { Dialect, Schema } from '../../db/schema.ts'
import {
  action,
  anna,
  attempt,
  chatRecord,
  igor,
  link,
  message,
  notification,
  settings as chosen,
  START_MS,
} from './fixtures.ts'

export const queryModules: Readonly<Record<string, object>> = {
  actions,
  buckets,
  cards,
  chats,
  definitions,
  deliveries,
  journal,
  links,
  notifications,
  personal,
  retention,
  settings,
  updates,
  'work-days': workDays,
}

type Sample = (db: Kysely<Schema>, dialect: Dialect) => Promise<unknown>

const card = {
  token: 'Qm8_xT4-vB1z',
  chat: anna.chat,
  conversation: null,
  revision: 1,
  choices: [],
  expiresAtMs: START_MS,
}
const delivery = { ...message('1'), seq: 1, attempts: 1, undone: 0, begun: 0, leaseUntilMs: START_MS }
const claim = { limit: 20, nowMs: START_MS, leaseMs: 30_000, background: false }
const facts = { chat: anna.chat, employee: null, atMs: START_MS }
const entry = {
  chat: anna.chat,
  revision: 1,
  conversation: null,
  dialog: null,
  hash: null,
  event: {},
  from: null,
  to: null,
  atMs: START_MS,
}
const poison = {
  updateId: 1,
  chat: anna.chat,
  payload: {},
  incident: 'K7-41',
  error: 'Error',
  atMs: START_MS,
}

/** One call of every query; the name is that of the function, then what is special about the call. */
export const querySamples: Readonly<Record<string, Readonly<Record<string, Sample>>>> = {
  actions: {
    insertAction: (db) => actions.insertAction(db, action('first', anna)),
    endAction: (db) => actions.endAction(db, 'first', { outcome: 'denied', atMs: START_MS }),
    'endAction that made something': (db) =>
      actions.endAction(db, 'first', { outcome: 'done', atMs: START_MS, object: 'task:8017' }),
    loadActions: (db) => actions.loadActions(db, anna.employee, 50),
  },
  buckets: {
    openBucket: (db, dialect) => buckets.openBucket(db, dialect, 'bitrix24', 40_000, START_MS),
    holdBucket: (db, dialect) => buckets.holdBucket(db, dialect, 'bitrix24', START_MS),
    saveBucket: (db) =>
      buckets.saveBucket(db, 'bitrix24', { milliTokens: 1, countedAtMs: START_MS, pausedUntilMs: 0 }),
  },
  cards: {
    loadCard: (db) => cards.loadCard(db, card.token),
    saveCard: (db) => cards.saveCard(db, card),
    placeCard: (db) => cards.placeCard(db, card.token, 5),
  },
  chats: {
    loadChat: (db, dialect) => chats.loadChat(db, dialect, anna.chat),
    lookAtChat: (db) => chats.lookAtChat(db, anna.chat),
    holdChat: (db, dialect) => chats.holdChat(db, dialect, anna.chat),
    insertChat: (db) => chats.insertChat(db, chatRecord(anna, 1), START_MS),
    updateChat: (db) => chats.updateChat(db, chatRecord(anna, 2), START_MS),
    loadChatPage: (db) => chats.loadChatPage(db, anna.chat, 100),
  },
  definitions: {
    keepDefinition: (db) =>
      definitions.keepDefinition(db, { hash: 'a', dialog: 'create-task', source: {}, atMs: START_MS }),
    loadDefinition: (db) => definitions.loadDefinition(db, 'a'),
    savePublication: (db) =>
      definitions.savePublication(db, { dialog: 'create-task', hash: 'a', atMs: START_MS }),
    lastPublicationMs: (db) => definitions.lastPublicationMs(db),
    loadPublications: (db) => definitions.loadPublications(db, START_MS),
  },
  deliveries: {
    insertDeliveries: (db, dialect) =>
      deliveries.insertDeliveries(
        db,
        dialect,
        [message('1'), message('2', anna, { dueAtMs: START_MS + 1 })],
        START_MS,
      ),
    claimDeliveries: (db, dialect) => deliveries.claimDeliveries(db, dialect, claim),
    'claimDeliveries of some lanes': (db, dialect) =>
      deliveries.claimDeliveries(db, dialect, { ...claim, lanes: ['chat:1', 'chat:2'] }),
    'claimDeliveries in the background': (db, dialect) =>
      deliveries.claimDeliveries(db, dialect, { ...claim, background: true, perSecond: 25 }),
    'claimDeliveries besides those in hand': (db, dialect) =>
      deliveries.claimDeliveries(db, dialect, { ...claim, besides: ['1', '2'] }),
    beginDelivery: (db) => deliveries.beginDelivery(db, delivery),
    holdPace: (db, dialect) => deliveries.holdPace(db, dialect),
    'settleDelivery done': (db) =>
      deliveries.settleDelivery(db, delivery, { type: 'done', outcome: {} }, START_MS),
    'settleDelivery retry': (db) =>
      deliveries.settleDelivery(db, delivery, { type: 'retry', dueAtMs: START_MS, detail: '429' }, START_MS),
    'settleDelivery dead': (db) =>
      deliveries.settleDelivery(db, delivery, { type: 'dead', detail: '403' }, START_MS),
    releaseCancelled: (db) => deliveries.releaseCancelled(db, delivery),
    cancelDeliveries: (db) => deliveries.cancelDeliveries(db, ['1', '2'], 'передумал', START_MS),
    cancelChatDeliveries: (db) => deliveries.cancelChatDeliveries(db, anna.chat, 'заблокирован', START_MS),
    cancelChatMessages: (db) =>
      deliveries.cancelChatDeliveries(db, anna.chat, 'заблокирован', START_MS, ['message', 'card']),
    nextHeadDueMs: (db, dialect) =>
      deliveries.nextHeadDueMs(db, dialect, { nowMs: START_MS, background: false }),
    'nextHeadDueMs in the background': (db, dialect) =>
      deliveries.nextHeadDueMs(db, dialect, { nowMs: START_MS, background: true }),
    nextLeaseEndMs: (db, dialect) => deliveries.nextLeaseEndMs(db, dialect, START_MS),
  },
  journal: {
    appendJournal: (db) => journal.appendJournal(db, [entry, entry]),
    readJournal: (db) => journal.readJournal(db, 7, 500),
    lastJournalSeq: (db) => journal.lastJournalSeq(db),
  },
  links: {
    'loadLink by chat': (db) => links.loadLink(db, { chat: anna.chat }),
    'loadLink by employee': (db) => links.loadLink(db, { employee: anna.employee }),
    loadLinks: (db) => links.loadLinks(db),
    endRivalLinks: (db) => links.endRivalLinks(db, link(anna)),
    saveLink: (db) => links.saveLink(db, link(anna)),
    endLink: (db) => links.endLink(db, anna.chat, 'unlinked', START_MS),
    setLinkZone: (db) => links.setLinkZone(db, anna.chat, 'Asia/Almaty'),
    replanLink: (db) => links.replanLink(db, anna.chat),
    replanAllLinks: (db) => links.replanAllLinks(db),
    claimPlanning: (db, dialect) =>
      links.claimPlanning(db, dialect, { nowMs: START_MS, staleMs: 300_000, limit: 50 }),
    markLinksChecked: (db) => links.markLinksChecked(db, [anna.employee, igor.employee], START_MS),
    'loadAttempt by chat': (db) => links.loadAttempt(db, { chat: anna.chat }),
    'loadAttempt by id': (db) => links.loadAttempt(db, { id: 'first' }),
    saveAttempt: (db) => links.saveAttempt(db, attempt('first', anna)),
    deleteAttempt: (db) => links.deleteAttempt(db, anna.chat),
    appendAudit: (db) => links.appendAudit(db, 'requested', facts),
    'holdLimits of an employee': (db, dialect) => links.holdLimits(db, dialect, { employee: anna.employee }),
    'holdLimits of everybody': (db, dialect) => links.holdLimits(db, dialect, 'everybody'),
    'countAudit of a chat': (db) => links.countAudit(db, 'wrong', { chat: anna.chat }, START_MS),
    'countAudit of an employee': (db) => links.countAudit(db, 'wrong', { employee: anna.employee }, START_MS),
    'countAudit of everybody': (db) => links.countAudit(db, 'wrong', 'everybody', START_MS),
    countFailuresInARow: (db) => links.countFailuresInARow(db, anna.employee),
  },
  notifications: {
    loadChatNotifications: (db) => notifications.loadChatNotifications(db, anna.chat, START_MS),
    loadNotification: (db) => notifications.loadNotification(db, 'morning:11:2026-11-23'),
    planNotifications: (db) =>
      notifications.planNotifications(db, [notification('1'), notification('2')], START_MS),
    'markNotifications sent': (db) =>
      notifications.markNotifications(db, ['1', '2'], { state: 'sent', reason: null, atMs: START_MS }),
    'markNotifications planned': (db) =>
      notifications.markNotifications(db, ['1'], { state: 'planned', reason: null, atMs: START_MS }),
    cancelChatNotifications: (db) =>
      notifications.cancelChatNotifications(db, anna.chat, 'blocked', START_MS),
    loadHeldKeys: (db) =>
      notifications.loadHeldKeys(db, [
        { ...notification('morning'), state: 'sending', reason: null, leaseUntilMs: START_MS },
      ]),
    claimNotifications: (db, dialect) =>
      notifications.claimNotifications(db, dialect, { nowMs: START_MS, chats: 50, leaseMs: 60_000 }),
    'claimNotifications of a part': (db, dialect) =>
      notifications.claimNotifications(db, dialect, {
        nowMs: START_MS,
        chats: 50,
        leaseMs: 60_000,
        part: { which: 'others', kinds: ['event', 'snoozed'], youngMs: 60_000 },
      }),
    nextPlannedMs: (db) => notifications.nextPlannedMs(db),
    nextUnsentMs: (db) => notifications.nextUnsentMs(db),
  },
  retention: {
    purgeUpdates: (db) => retention.purgeUpdates(db, START_MS, 1000, null),
    purgePoisonedUpdates: (db) => retention.purgePoisonedUpdates(db, START_MS, 1000),
    purgeCards: (db) => retention.purgeCards(db, START_MS, 1000, null),
    purgeJournal: (db) => retention.purgeJournal(db, START_MS, 1000),
    purgeDeliveries: (db) => retention.purgeDeliveries(db, START_MS, 1000),
    purgeAttempts: (db) => retention.purgeAttempts(db, START_MS, 1000, START_MS),
    purgeAudit: (db) => retention.purgeAudit(db, START_MS, 1000),
    purgeEndedLinks: (db) => retention.purgeEndedLinks(db, START_MS, 1000),
    purgeActions: (db) => retention.purgeActions(db, START_MS, 1000),
    purgeNotifications: (db) => retention.purgeNotifications(db, START_MS, 1000),
  },
  personal: {
    loadChatsOf: (db) => personal.loadChatsOf(db, anna.employee),
    loadPersonal: (db) => personal.loadPersonal(db, anna.employee, [anna.chat, igor.chat]),
    'loadPersonal without a chat': (db) => personal.loadPersonal(db, anna.employee, []),
    countUnfinished: (db) => personal.countUnfinished(db, [anna.chat]),
    deletePersonal: (db) => personal.deletePersonal(db, anna.employee, [anna.chat]),
  },
  settings: {
    loadSettings: (db) => settings.loadSettings(db, anna.chat),
    saveSettings: (db) => settings.saveSettings(db, anna.chat, chosen(), START_MS),
    deleteSettings: (db) => settings.deleteSettings(db, anna.chat),
  },
  updates: {
    claimUpdate: (db) => updates.claimUpdate(db, 1, START_MS),
    keepPoisonedUpdate: (db) => updates.keepPoisonedUpdate(db, poison),
  },
  'work-days': {
    loadWorkDays: (db) => workDays.loadWorkDays(db),
    deleteWorkDays: (db) => workDays.deleteWorkDays(db, 2027),
    insertWorkDays: (db) => workDays.insertWorkDays(db, [{ date: '2027-01-04', kind: 'off' }]),
  },
}
