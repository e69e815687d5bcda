import { describe } from 'vitest'
import { describeActions } from './contract/actions.ts'
import { describeBuckets } from './contract/buckets.ts'
import { describeConversations } from './contract/conversations.ts'
import type { OpenEmpty } from './contract/empty-database.ts'
import { describeLinks } from './contract/links.ts'
import { describeNotifications } from './contract/notifications.ts'
import { describeOutbox } from './contract/outbox.ts'
import { describePersonal } from './contract/personal.ts'
import { describeRetention } from './contract/retention.ts'
import { describeSettings } from './contract/settings.ts'
import { describeTransactions } from './contract/transactions.ts'
import { describeWorkDays } from './contract/work-days.ts'

/** What every implementation of the store promises, as tests. Call it inside a test file, once per database. */
export function describeStore(name: string, openEmpty: OpenEmpty): void {
  describe(`${name} keeps the contract of the store`, () => {
    describeTransactions(openEmpty)
    describeConversations(openEmpty)
    describeOutbox(openEmpty)
    describeLinks(openEmpty)
    describeSettings(openEmpty)
    describeActions(openEmpty)
    describeBuckets(openEmpty)
    describeNotifications(openEmpty)
    describeRetention(openEmpty)
    describePersonal(openEmpty)
    describeWorkDays(openEmpty)
  })
}
