-- purgeUpdates
select "update_id"
from "updates"
where "update_id" > ?
order by "update_id"
limit ? offset ?;
delete from "updates"
where "at_ms" < ?
and "update_id" > ?;

-- purgePoisonedUpdates
delete from "poisoned_updates"
where "update_id" in (select "update_id"
  from "poisoned_updates"
  where "at_ms" < ?
  limit ?);

-- purgeCards
select "token"
from "cards"
where "token" > ?
order by "token"
limit ? offset ?;
delete from "cards"
where "expires_at_ms" < ?
and "token" > ?;

-- purgeJournal
delete from "journal"
where "seq" in (select "oldest"."seq"
  from (select "seq", "at_ms"
    from "journal"
    order by "seq"
    limit ?) as "oldest"
  where "oldest"."at_ms" < ?);

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
