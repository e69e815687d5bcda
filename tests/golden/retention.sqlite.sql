-- purgeUpdates
delete from "updates"
where "update_id" in (select "update_id"
  from "updates"
  where "at_ms" < ?
  limit ?);

-- purgePoisonedUpdates
delete from "poisoned_updates"
where "update_id" in (select "update_id"
  from "poisoned_updates"
  where "at_ms" < ?
  limit ?);

-- purgeCards
delete from "cards"
where "token" in (select "token"
  from "cards"
  where "expires_at_ms" < ?
  limit ?);

-- purgeJournal
delete from "journal"
where "seq" in (select "seq"
  from "journal"
  where "at_ms" < ?
  limit ?);

-- purgeDeliveries
delete from "deliveries"
where "seq" in (select "seq"
  from "deliveries"
  where "state" in ('done', 'cancelled')
  and "settled_at_ms" < ?
  limit ?);

-- purgeAttempts
delete from "link_attempts"
where "id" in (select "id"
  from "link_attempts"
  where "requested_at_ms" < ?
  and "expires_at_ms" < ?
  limit ?);

-- purgeAudit
delete from "audit"
where "seq" in (select "seq"
  from "audit"
  where "at_ms" < ?
  limit ?);

-- purgeEndedLinks
delete from "links"
where "seq" in (select "seq"
  from "links"
  where "ended_at_ms" < ?
  limit ?);

-- purgeActions
delete from "actions"
where "id" in (select "id"
  from "actions"
  where "at_ms" < ?
  limit ?);

-- purgeNotifications
delete from "notifications"
where "key" in (select "key"
  from "notifications"
  where "state" in ('sent', 'cancelled', 'expired', 'failed', 'unknown')
  and "updated_ms" < ?
  limit ?);
