import type { Clock } from '../src/ports/environment.ts'
import type { ActionStore } from '../src/store/actions.ts'
import type { CardStore } from '../src/store/cards.ts'
import type { ChatStore } from '../src/store/chats.ts'
import type { DefinitionStore } from '../src/store/definitions.ts'
import type { DeliveryWriter } from '../src/store/deliveries.ts'
import type { JournalStore } from '../src/store/journal.ts'
import type { LinkStore } from '../src/store/links.ts'
import type { NotificationStore } from '../src/store/notifications.ts'
import type { SettingsStore } from '../src/store/settings.ts'
import type { Unit } from '../src/store/unit.ts'
import type { UpdateStore } from '../src/store/updates.ts'
import type { WorkDayStore } from '../src/store/work-days.ts'
import * as actions from './queries/actions.ts'
import * as cards from './queries/cards.ts'
import * as chats from './queries/chats.ts'
import * as definitions from './queries/definitions.ts'
import * as deliveries from './queries/deliveries.ts'
import * as journal from './queries/journal.ts'
import * as links from './queries/links.ts'
import * as notifications from './queries/notifications.ts'
import * as settings from './queries/settings.ts'
import * as updates from './queries/updates.ts'
import * as workDays from './queries/work-days.ts'
import type { Dialect } from './schema.ts'
import type { Run, Scope } from './scope.ts'

/** Rows per statement; both databases limit the parameters of one (SQLite 32,766). */
const ROWS_MAX = 500

/** The stores over one open transaction. */
export function createUnit(scope: Scope, dialect: Dialect, clock: Clock): Unit {
  return {
    savepoint: (work) => scope.savepoint(work),
    updates: createUpdateStore(scope.run),
    chats: createChatStore(scope.run, dialect),
    cards: createCardStore(scope.run),
    definitions: createDefinitionStore(scope.run),
    journal: createJournalStore(scope.run),
    deliveries: createDeliveryWriter(scope.run, dialect, clock),
    links: createLinkStore(scope.run, dialect),
    settings: createSettingsStore(scope.run),
    actions: createActionStore(scope.run),
    notifications: createNotificationStore(scope.run),
    workDays: createWorkDayStore(scope.run),
  }
}

function createUpdateStore(run: Run): UpdateStore {
  return {
    claim: (updateId, atMs) => run((db) => updates.claimUpdate(db, updateId, atMs)),
    poison: (update) =>
      run(async (db) => {
        await updates.claimUpdate(db, update.updateId, update.atMs)
        await updates.keepPoisonedUpdate(db, update)
      }),
  }
}

function createChatStore(run: Run, dialect: Dialect): ChatStore {
  return {
    load: (chat) => run((db) => chats.loadChat(db, dialect, chat)),
    page: (after, limit) => run((db) => chats.loadChatPage(db, after, limit)),
    save: (record, atMs) =>
      run((db) =>
        record.revision === 1 ? chats.insertChat(db, record, atMs) : chats.updateChat(db, record, atMs),
      ),
  }
}

function createCardStore(run: Run): CardStore {
  return {
    load: (token) => run((db) => cards.loadCard(db, token)),
    save: (card) => run((db) => cards.saveCard(db, card)),
    placed: (token, messageId) => run((db) => cards.placeCard(db, token, messageId)),
  }
}

function createDefinitionStore(run: Run): DefinitionStore {
  return {
    keep: (definition) => run((db) => definitions.keepDefinition(db, definition)),
    load: (hash) => run((db) => definitions.loadDefinition(db, hash)),
    publish: (hashes, atMs) =>
      run(async (db) => {
        const last = await definitions.lastPublicationMs(db)
        const at = last === null ? atMs : Math.max(atMs, last + 1)
        for (const [dialog, hash] of hashes) await definitions.savePublication(db, { dialog, hash, atMs: at })
      }),
    publishedAfter: (afterMs) => run((db) => definitions.loadPublications(db, afterMs)),
  }
}

function createJournalStore(run: Run): JournalStore {
  return {
    append: (entries) =>
      run(async (db) => {
        for (const some of slices(entries)) await journal.appendJournal(db, some)
      }),
  }
}

function createDeliveryWriter(run: Run, dialect: Dialect, clock: Clock): DeliveryWriter {
  return {
    enqueue: (rows) =>
      run(async (db) => {
        for (const some of slices(rows)) await deliveries.insertDeliveries(db, dialect, some, clock.now())
      }),
    cancel: (ids, reason) =>
      run(async (db) => {
        for (const some of slices(ids)) await deliveries.cancelDeliveries(db, some, reason, clock.now())
      }),
    cancelChat: (chat, reason, kinds) =>
      run((db) => deliveries.cancelChatDeliveries(db, chat, reason, clock.now(), kinds)),
  }
}

function createLinkStore(run: Run, dialect: Dialect): LinkStore {
  return {
    byChat: (chat) => run((db) => links.loadLink(db, { chat })),
    byEmployee: (employee) => run((db) => links.loadLink(db, { employee })),
    all: () => run((db) => links.loadLinks(db)),
    establish: (link) =>
      run(async (db) => {
        const ended = await links.endRivalLinks(db, link)
        await links.saveLink(db, link)
        return ended
      }),
    end: (chat, reason, atMs) => run((db) => links.endLink(db, chat, reason, atMs)),
    checked: (employees, atMs) =>
      run(async (db) => {
        for (const some of slices(employees)) await links.markLinksChecked(db, some, atMs)
      }),
    setZone: (chat, zone) => run((db) => links.setLinkZone(db, chat, zone)),
    replan: (chat) => run((db) => links.replanLink(db, chat)),
    replanAll: () => run((db) => links.replanAllLinks(db)),
    attempt: (chat) => run((db) => links.loadAttempt(db, { chat })),
    attemptById: (id) => run((db) => links.loadAttempt(db, { id })),
    saveAttempt: (attempt) => run((db) => links.saveAttempt(db, attempt)),
    dropAttempt: (chat) => run((db) => links.deleteAttempt(db, chat)),
    audit: (event, facts) => run((db) => links.appendAudit(db, event, facts)),
    count: (event, whose, sinceMs) =>
      run(async (db) => {
        if (whose === 'everybody' || 'employee' in whose) await links.holdLimits(db, dialect, whose)
        return links.countAudit(db, event, whose, sinceMs)
      }),
    failuresInARow: (employee) =>
      run(async (db) => {
        await links.holdLimits(db, dialect, { employee })
        return links.countFailuresInARow(db, employee)
      }),
  }
}

function createSettingsStore(run: Run): SettingsStore {
  return {
    load: (chat) => run((db) => settings.loadSettings(db, chat)),
    save: (chat, value, atMs) => run((db) => settings.saveSettings(db, chat, value, atMs)),
    drop: (chat) => run((db) => settings.deleteSettings(db, chat)),
  }
}

function createActionStore(run: Run): ActionStore {
  return {
    begin: (action) => run((db) => actions.insertAction(db, action)),
    end: (id, outcome, atMs, object) => run((db) => actions.endAction(db, id, { outcome, atMs, object })),
    ofEmployee: (employee, limit) => run((db) => actions.loadActions(db, employee, limit)),
  }
}

function createNotificationStore(run: Run): NotificationStore {
  return {
    ofChat: (chat, sinceMs) => run((db) => notifications.loadChatNotifications(db, chat, sinceMs)),
    byKey: (key) => run((db) => notifications.loadNotification(db, key)),
    held: (claimed) =>
      run(async (db) => {
        const keys = new Set<string>()
        for (const some of slices(claimed))
          for (const key of await notifications.loadHeldKeys(db, some)) keys.add(key)
        return keys
      }),
    plan: (rows, atMs) =>
      run(async (db) => {
        for (const some of slices(rows)) await notifications.planNotifications(db, some, atMs)
      }),
    mark: (keys, state, reason, atMs) =>
      run(async (db) => {
        for (const some of slices(keys))
          await notifications.markNotifications(db, some, { state, reason, atMs })
      }),
    cancelChat: (chat, reason, atMs) =>
      run((db) => notifications.cancelChatNotifications(db, chat, reason, atMs)),
  }
}

function createWorkDayStore(run: Run): WorkDayStore {
  return {
    all: () => run((db) => workDays.loadWorkDays(db)),
    replaceYear: (year, days) =>
      run(async (db) => {
        await workDays.deleteWorkDays(db, year)
        for (const some of slices(days)) await workDays.insertWorkDays(db, some)
      }),
  }
}

function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ROWS_MAX) yield items.slice(start, start + ROWS_MAX)
}
