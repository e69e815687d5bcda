-- purgeUpdates
select "update_id"
from "updates"
where "update_id" > $1
order by "update_id"
limit $2 offset $3;
delete from "updates"
where "at_ms" < $1
and "update_id" > $2;

-- purgePoisonedUpdates
delete from "poisoned_updates"
where "update_id" in (select "update_id"
  from "poisoned_updates"
  where "at_ms" < $1
  limit $2);

-- purgeCards
select "token"
from "cards"
where "token" > $1
order by "token"
limit $2 offset $3;
delete from "cards"
where "expires_at_ms" < $1
and "token" > $2;

-- purgeJournal
delete from "journal"
where "seq" in (select "oldest"."seq"
  from (select "seq", "at_ms"
    from "journal"
    order by "seq"
    limit $1) as "oldest"
  where "oldest"."at_ms" < $2);

-- purgeDeliveries
delete from "deliveries"
where "seq" in (select "seq"
  from "deliveries"
  where "state" in ('done', 'cancelled')
  and "settled_at_ms" < $1
  limit $2);

-- purgeAttempts
delete from "link_attempts"
where "id" in (select "id"
  from "link_attempts"
  where "requested_at_ms" < $1
  and "expires_at_ms" < $2
  limit $3);

-- purgeAudit
delete from "audit"
where "seq" in (select "seq"
  from "audit"
  where "at_ms" < $1
  limit $2);

-- purgeEndedLinks
delete from "links"
where "seq" in (select "seq"
  from "links"
  where "ended_at_ms" < $1
  limit $2);

-- purgeActions
delete from "actions"
where "id" in (select "id"
  from "actions"
  where "at_ms" < $1
  limit $2);

-- purgeNotifications
delete from "notifications"
where "key" in (select "key"
  from "notifications"
  where "state" in ('sent', 'cancelled', 'expired', 'failed', 'unknown')
  and "updated_ms" < $1
  limit $2);
