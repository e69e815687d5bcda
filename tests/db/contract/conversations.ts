import { describe, expect, test } from 'vitest'
import type { CardRecord } from '../../../src/store/cards.ts'
import type { JournalEntry } from '../../../src/store/journal.ts'
import { anna, chatRecord, createSetClock, igor, START_MS } from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

export function describeConversations(openEmpty: OpenEmpty): void {
  describe('an update', () => {
    test('is taken once, even when its number is smaller than the last one', async () => {
      const { store } = await openEmpty(createSetClock())
      const taken = []
      for (const updateId of [900, 901, 900, 12, 901, 12]) {
        taken.push(await store.transaction((unit) => unit.updates.claim(updateId, START_MS)))
      }
      expect(taken).toEqual([true, true, false, true, false, false])
    })

    test('that is poisoned counts as taken, and may be reported twice', async () => {
      const { store } = await openEmpty(createSetClock())
      const poison = {
        updateId: 900,
        chat: anna.chat,
        payload: { text: 'поставь Игорю смету' },
        incident: 'K7-41',
        error: 'TypeError: …',
        atMs: START_MS,
      }
      await store.transaction((unit) => unit.updates.poison(poison))
      await store.transaction((unit) => unit.updates.poison({ ...poison, incident: 'K7-42' }))
      expect(await store.transaction((unit) => unit.updates.claim(900, START_MS))).toBe(false)
    })
  })

  describe('a chat', () => {
    test('never seen before is null', async () => {
      const { store } = await openEmpty(createSetClock())
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toBeNull()
    })

    test('is given back as it was saved, turn after turn', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.chats.save(chatRecord(anna, 1), START_MS))
      const second = { ...chatRecord(anna, 2, 'deadline'), language: 'en', status: 'silent' } as const
      expect(await store.transaction((unit) => unit.chats.save(second, START_MS))).toBe(true)
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toEqual(second)
    })

    test('refuses a turn that was decided on an older revision', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.chats.save(chatRecord(anna, 1), START_MS))
      await store.transaction((unit) => unit.chats.save(chatRecord(anna, 2, 'winner'), START_MS))
      const saves = await store.transaction(async (unit) => [
        await unit.chats.save(chatRecord(anna, 1, 'loser'), START_MS),
        await unit.chats.save(chatRecord(anna, 2, 'loser'), START_MS),
        await unit.chats.save(chatRecord(anna, 4, 'loser'), START_MS),
        await unit.chats.save(chatRecord(igor, 2, 'no such chat'), START_MS),
      ])
      expect(saves).toEqual([false, false, false, false])
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toEqual(
        chatRecord(anna, 2, 'winner'),
      )
    })

    test('takes a number beyond 32 bits', async () => {
      const { store } = await openEmpty(createSetClock())
      const record = { ...chatRecord(anna, 1), chat: 4_503_599_627_370_495 as typeof anna.chat }
      await store.transaction((unit) => unit.chats.save(record, START_MS))
      expect(await store.transaction((unit) => unit.chats.load(record.chat))).toEqual(record)
    })
  })

  describe('a card', () => {
    const card: Omit<CardRecord, 'messageId'> = {
      token: 'Qm8_xT4-vB1z',
      chat: anna.chat,
      conversation: 'create-task:1',
      revision: 3,
      choices: [{ answer: 'завтра' }, 'skip', null],
      expiresAtMs: START_MS + 1000,
    }

    test('is looked up by its token alone', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.cards.save(card))
      expect(await store.transaction((unit) => unit.cards.load(card.token))).toEqual({
        ...card,
        messageId: null,
      })
      expect(await store.transaction((unit) => unit.cards.load('qm8_xt4-vb1z'))).toBeNull()
    })

    test('keeps its place in the chat when its buttons change', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.cards.save(card))
      await store.transaction((unit) => unit.cards.placed(card.token, 4321))
      const next = { ...card, conversation: null, revision: 4, choices: [], expiresAtMs: START_MS + 2000 }
      await store.transaction((unit) => unit.cards.save(next))
      expect(await store.transaction((unit) => unit.cards.load(card.token))).toEqual({
        ...next,
        messageId: 4321,
      })
    })
  })

  describe('a definition', () => {
    test('stays what its hash first stood for', async () => {
      const { store } = await openEmpty(createSetClock())
      const definition = {
        hash: 'a'.repeat(64),
        dialog: 'create-task',
        source: { steps: ['title'] },
        atMs: START_MS,
      }
      await store.transaction((unit) => unit.definitions.keep(definition))
      await store.transaction((unit) => unit.definitions.keep({ ...definition, source: { steps: [] } }))
      expect(await store.transaction((unit) => unit.definitions.load(definition.hash))).toEqual({
        steps: ['title'],
      })
      expect(await store.transaction((unit) => unit.definitions.load('b'.repeat(64)))).toBeNull()
    })
  })

  describe('the journal', () => {
    test('is read again from any row on, in its order, beside the chat and the definition it names', async () => {
      const { store } = await openEmpty(createSetClock())
      const { history } = store
      expect([await history.lastSeq(), await history.after(0, 10)]).toEqual([0, []])
      await store.transaction(async (unit) => {
        await unit.chats.save(chatRecord(anna, 1), START_MS)
        await unit.definitions.keep({
          hash: 'a',
          dialog: 'create-task',
          source: { steps: [] },
          atMs: START_MS,
        })
        await unit.journal.append([turnOf(1), turnOf(2), turnOf(3)])
      })
      const [first, ...rest] = await history.after(0, 10)
      expect(first).toEqual({ ...turnOf(1), seq: first?.seq })
      expect(await history.after(first?.seq ?? 0, 10)).toEqual(rest)
      expect(await history.after(first?.seq ?? 0, 1)).toEqual(rest.slice(0, 1))
      expect(await history.lastSeq()).toBe(rest.at(-1)?.seq)
      expect(await history.chat(anna.chat)).toEqual({ revision: 1, state: chatRecord(anna, 1).state })
      expect(await history.chat(igor.chat)).toBeNull()
      expect([await history.definition('a'), await history.definition('b')]).toEqual([{ steps: [] }, null])
    })

    test('takes any number of entries at once, also none', async () => {
      const { store } = await openEmpty(createSetClock())
      const entry = {
        chat: anna.chat,
        revision: 1,
        conversation: null,
        dialog: null,
        hash: null,
        event: { type: 'text' },
        from: null,
        to: 'title',
        atMs: START_MS - 1,
      }
      await store.transaction(async (unit) => {
        await unit.journal.append([])
        await unit.journal.append(Array.from({ length: 1201 }, () => entry))
      })
      const { journal } = await store.maintenance.purge(START_MS + 90 * 24 * 60 * 60 * 1000)
      expect(journal).toBe(1201)
    })
  })
}

function turnOf(revision: number): JournalEntry {
  return {
    chat: anna.chat,
    revision,
    conversation: 'Qm8_xT4-vB1z',
    dialog: 'create-task',
    hash: 'a',
    event: { type: 'ANSWER', value: null },
    from: 'title.asking',
    to: 'deadline.asking',
    atMs: START_MS,
  }
}
