/**
 * Where the documents, the server's source and live portals disagree, or portals differ, the sandbox behaves by a mode.
 * A test that must hold on any portal runs under every value.
 */
export interface Modes {
  /** Language of error texts: that of the portal. */
  language: 'ru' | 'en'
  /** `time.start`, `time.processing`: older builds float, newer whole (docs show both). */
  timeNumbers: 'float' | 'whole'
  /** Whether `time` has `operating` and `operating_reset_at`: cloud only (docs). */
  operatingInTime: boolean
  /** Seconds of `operating` one call is charged; the sandbox itself is too quick to measure. */
  operatingPerCall: number
  /** Seconds of `operating` per method in ten minutes before 429 (docs' example: 480). Counts only with `limits`. */
  operatingCap: number
  /** `PORTAL_DELETED`: docs say 500, source says 403. */
  portalDeleted: false | 403 | 500
  /** A manual block by support: 503 `OVERLOAD_LIMIT` to everything (docs). */
  overloaded: boolean
  /** REST paid for: without it 403 `ACCESS_DENIED` (docs). */
  restPaid: boolean
  /** Past its expiry date the webhook answers 401 (docs). */
  webhookExpired: boolean
  /** Whether the portal has `/rest/api/` at all; without it 404 (docs: depends on plan and version). */
  restV3: boolean
  /** The scope REST 3.0 asks for task methods; the documents contradict themselves. */
  v3TaskScope: 'tasks' | 'task' | 'either'
  /** An older REST 3.0 that ignores `Idempotency-Key`. */
  idempotency: 'kept' | 'ignored'
  /** Two simultaneous requests with one key: docs say both may run. */
  concurrentKey: 'both-run' | 'one-runs'
  /** Largest `pagination.limit` of v3 lists: docs 1000, the SDK's authors saw 50 live. */
  v3ListCap: 50 | 1000
  /** `total` with `start=-1`: docs show 0, source has none. */
  totalWhenUncounted: 'zero' | 'absent'
  /** A `user.get` filter without prefix: docs say exact, their example is LIKE. */
  userFilterDefault: 'like' | 'exact'
  /** Whether ё and е are one letter in `user.search` (MySQL's unicode collation; inferred). */
  searchFoldsYo: boolean
  /** `im.notify*` answers `false` with 200 to everyone (docs: possible, reasons not given). */
  notices: 'delivered' | 'false'
  /** `XML_ID` in the filter of `tasks.task.list`: source only. */
  xmlIdFilter: 'applied' | 'ignored'
  /** Arrays of users in task filters (`RESPONSIBLE_ID: [15, 27]`): source only. */
  userArrayFilter: 'applied' | 'ignored'
  /** Unknown keys in task filters: ignored by the source. */
  unknownTaskFilter: 'ignored' | 'refused'
  /** Whether a task without deadline matches `<DEADLINE`; not documented. */
  noDeadlineIsBefore: boolean
  /** `update {RESPONSIBLE_ID}`: like delegate (status 2, the old one watches; newer source) or plain. */
  updateResponsible: 'delegates' | 'plain'
  /** Offset of dates in tasks: the owner's offset now (source: an hour off across DST) or that of the date itself. */
  taskDateOffset: 'now' | 'date'
  /** Name of a mandatory custom task field: every v2 `add` fails with `ERROR_CORE` (docs). */
  mandatoryTaskField: string | null
  /** Whose tasks a head of a department may edit: those a subordinate created (source), or any of a subordinate's. */
  headsEdit: 'created' | 'any'
  /** Whether the portal's rights let the responsible edit the task (TASK_RESPONSE_EDIT: off on a fresh portal, source). */
  responsibleEdits: boolean
  /** `task.commentitem.add` is frozen since tasks 25.700.0 (docs): on the new card it still writes, or is refused. */
  taskComments: 'work' | 'refused'
  /** `tasks.task.files.attach` right after the upload: clients saw one "Access denied" that a repetition did not meet. */
  freshFiles: 'attachable' | 'denied-once'
  /** Bytes left on the Drive: an upload that does not fit is `ERROR_COULD_NOT_SAVE_FILE` (docs). */
  diskFreeBytes: number
  /** `task.*` methods read parameters by position (live, per the SDK's authors) or by name. */
  legacyParameters: 'positional' | 'named'
  /** `MEETING_HOST` after `calendar.event.add`: the given host or the calendar's owner (source), or the webhook's owner (docs). */
  eventOrganiser: 'host' | 'webhook'
  /** Without `host`, the update of a meeting somebody else hosts is refused (docs), or not (source, for an administrator). */
  hostOnUpdate: 'required' | 'ignored'
  /** A refused `calendar.event.update`: HTTP 400 (docs), or HTTP 200 whose result is the sentence (source). */
  eventUpdateDenied: 'error' | 'string'
  /** Whether an administrator's webhook may change other people's calendars (source only). */
  othersCalendars: 'writable' | 'denied'
  /** `calendar.event.add` without `section` and `auto_detect_section`: detected (docs) or refused (source). */
  sectionDetection: 'asked' | 'always'
  /** An update without time zones: the event moves into the webhook owner's zone (docs, source), or keeps its own. */
  zoneOnUpdate: 'owner' | 'kept'
  /** Display format of calendar dates: that of the portal's site (docs show both). */
  calendarDates: 'ru' | 'en'
  /** `DATE_*_TS_UTC` of an occurrence: still those of the series (source), or its own (docs' example). */
  occurrenceTimestamps: 'series' | 'occurrence'
  /** `DATE_*_TS_UTC`: true, or off by the zone of a server that does not run on UTC (source). */
  calendarTimestamps: 'utc' | 'server'
  /** Midnights of an all-day event in `DATE_*_TS_UTC`: on the UTC clock, or in the webhook owner's zone (inferred). */
  allDayTimestamps: 'utc' | 'owner'
  /** `DATE_TO_TS_UTC` of a series with COUNT: after its last occurrence, or never as without one (source). */
  countedSeriesEnd: 'counted' | 'never'
  /** `calendar.event.get.nearest` with `forCurrentUser: false`: of `ownerId` (docs), or of everybody (source). */
  nearestOwner: 'kept' | 'forgotten'
  /** Private events of others: without title and details, for an administrator too (source), or as they are. */
  privateEvents: 'masked' | 'shown'
  /** `calendar.event.getbyid` of an event that is not there (source, inferred). */
  missingEvent: 'null' | 'empty'
  /** Declined events in `calendar.event.get`: newer source hides those the webhook's owner did not make. */
  declinedEvents: 'shown' | 'hidden'
  /** `calendar.accessibility.get`: without free and declined events (source), or with all. */
  accessibilityRows: 'busy' | 'all'
  /** `ID` in `calendar.accessibility.get`: the documents' one example has both, text and numbers. */
  accessibilityIds: 'text' | 'number'
  /** Outgoing webhooks reach the handler once, or twice (docs: possible). */
  hookDelivery: 'once' | 'twice'
  /** Outgoing webhooks keep their order, or the latest overtakes (docs: no order is promised). */
  hookOrder: 'kept' | 'reversed'
}

/** A cloud portal of today, as far as the sources agree. */
export const defaultModes: Readonly<Modes> = {
  language: 'ru',
  timeNumbers: 'whole',
  operatingInTime: true,
  operatingPerCall: 0.15,
  operatingCap: 480,
  portalDeleted: false,
  overloaded: false,
  restPaid: true,
  webhookExpired: false,
  restV3: true,
  v3TaskScope: 'tasks',
  idempotency: 'kept',
  concurrentKey: 'both-run',
  v3ListCap: 1000,
  totalWhenUncounted: 'zero',
  userFilterDefault: 'like',
  searchFoldsYo: true,
  notices: 'delivered',
  xmlIdFilter: 'applied',
  userArrayFilter: 'applied',
  unknownTaskFilter: 'ignored',
  noDeadlineIsBefore: false,
  updateResponsible: 'delegates',
  taskDateOffset: 'now',
  mandatoryTaskField: null,
  headsEdit: 'created',
  responsibleEdits: false,
  taskComments: 'work',
  freshFiles: 'attachable',
  diskFreeBytes: 5 * 1024 * 1024 * 1024,
  legacyParameters: 'positional',
  eventOrganiser: 'host',
  hostOnUpdate: 'required',
  eventUpdateDenied: 'error',
  othersCalendars: 'writable',
  sectionDetection: 'asked',
  zoneOnUpdate: 'owner',
  calendarDates: 'ru',
  occurrenceTimestamps: 'series',
  calendarTimestamps: 'utc',
  allDayTimestamps: 'utc',
  countedSeriesEnd: 'counted',
  nearestOwner: 'kept',
  privateEvents: 'masked',
  missingEvent: 'null',
  declinedEvents: 'shown',
  accessibilityRows: 'busy',
  accessibilityIds: 'text',
  hookDelivery: 'once',
  hookOrder: 'kept',
}
