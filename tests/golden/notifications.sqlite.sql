-- loadChatNotifications
select "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason"
from "notifications"
where "chat" = ?
and "state" in ('planned', 'sending') union all select "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason"
from "notifications"
where "chat" = ?
and "state" in ('sent', 'cancelled', 'expired', 'failed', 'unknown')
and "updated_ms" > ?;

-- loadNotification
select "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason"
from "notifications"
where "key" = ?;

-- planNotifications
insert into "notifications" ("key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "updated_ms")
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict ("key") do update
set "kind" = "excluded"."kind", "chat" = "excluded"."chat", "together_name" = "excluded"."together_name", "due_ms" = "excluded"."due_ms", "expires_ms" = "excluded"."expires_ms", "silent" = "excluded"."silent", "payload" = "excluded"."payload", "state" = "excluded"."state", "reason" = ?, "updated_ms" = "excluded"."updated_ms"
where "notifications"."state" in ('planned', 'cancelled', 'expired');

-- markNotifications sent
update "notifications"
set "state" = ?, "reason" = ?, "lease_until_ms" = ?, "updated_ms" = ?
where "key" in (?, ?);

-- markNotifications planned
update "notifications"
set "state" = ?, "reason" = ?, "lease_until_ms" = ?, "updated_ms" = ?
where "key" in (?)
and "state" in ('planned', 'sending', 'cancelled', 'expired');

-- cancelChatNotifications
update "notifications"
set "state" = ?, "reason" = ?, "lease_until_ms" = ?, "updated_ms" = ?
where "chat" = ?
and "state" in ('planned', 'sending');

-- loadHeldKeys
select "key", "lease_until_ms"
from "notifications"
where "key" in (?)
and "state" = 'sending';

-- claimNotifications
with "heads" as materialized (select "head"."chat"
  from "notifications" as "head"
  where "head"."state" in ('planned', 'sending')
  and "head"."due_ms" <= ?
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= ?)
  and not exists (select "earlier"."key"
    from "notifications" as "earlier"
    where "earlier"."chat" = "head"."chat"
    and "earlier"."state" in ('planned', 'sending')
    and (earlier.due_ms, earlier.key) < (head.due_ms, head.key)
    and ("earlier"."lease_until_ms" is null or "earlier"."lease_until_ms" <= ?))
  order by "head"."due_ms", "head"."key"
  limit ?), "claimed" as materialized (select "row"."key"
  from "notifications" as "row"
  where "row"."chat" in (select "heads"."chat"
    from "heads")
  and "row"."state" in ('planned', 'sending')
  and "row"."due_ms" <= ?
  and ("row"."lease_until_ms" is null or "row"."lease_until_ms" <= ?))
update "notifications"
set "state" = ?, "lease_until_ms" = ? + ?, "updated_ms" = ?
where "key" in (select "claimed"."key"
  from "claimed")
returning "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason", "lease_until_ms";

-- claimNotifications of a part
with "heads" as materialized (select "head"."chat"
  from "notifications" as "head"
  where "head"."state" in ('planned', 'sending')
  and "head"."due_ms" <= ?
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= ?)
  and not ("head"."kind" in (?, ?)
    and "head"."due_ms" > ? - ?)
  and not exists (select "earlier"."key"
    from "notifications" as "earlier"
    where "earlier"."chat" = "head"."chat"
    and "earlier"."state" in ('planned', 'sending')
    and (earlier.due_ms, earlier.key) < (head.due_ms, head.key)
    and ("earlier"."lease_until_ms" is null or "earlier"."lease_until_ms" <= ?)
    and not ("earlier"."kind" in (?, ?)
      and "earlier"."due_ms" > ? - ?))
  order by "head"."due_ms", "head"."key"
  limit ?), "claimed" as materialized (select "row"."key"
  from "notifications" as "row"
  where "row"."chat" in (select "heads"."chat"
    from "heads")
  and "row"."state" in ('planned', 'sending')
  and "row"."due_ms" <= ?
  and ("row"."lease_until_ms" is null or "row"."lease_until_ms" <= ?)
  and not ("row"."kind" in (?, ?)
    and "row"."due_ms" > ? - ?))
update "notifications"
set "state" = ?, "lease_until_ms" = ? + ?, "updated_ms" = ?
where "key" in (select "claimed"."key"
  from "claimed")
returning "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason", "lease_until_ms";

-- nextPlannedMs
select "due_ms"
from "notifications"
where "state" in ('planned', 'sending')
and "lease_until_ms" is null
order by "due_ms"
limit ?;

-- nextUnsentMs
select min("lease_until_ms") as "lease_until_ms"
from "notifications"
where "lease_until_ms" is not null;
