-- loadChatNotifications
select "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason"
from "notifications"
where "chat" = $1
and "state" in ('planned', 'sending') union all select "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason"
from "notifications"
where "chat" = $2
and "state" in ('sent', 'cancelled', 'expired', 'failed', 'unknown')
and "updated_ms" > $3;

-- loadNotification
select "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason"
from "notifications"
where "key" = $1;

-- planNotifications
insert into "notifications" ("key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "updated_ms")
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10), ($11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
on conflict ("key") do update
set "kind" = "excluded"."kind", "chat" = "excluded"."chat", "together_name" = "excluded"."together_name", "due_ms" = "excluded"."due_ms", "expires_ms" = "excluded"."expires_ms", "silent" = "excluded"."silent", "payload" = "excluded"."payload", "state" = "excluded"."state", "reason" = $21, "updated_ms" = "excluded"."updated_ms"
where "notifications"."state" in ('planned', 'cancelled', 'expired');

-- markNotifications sent
update "notifications"
set "state" = $1, "reason" = $2, "lease_until_ms" = $3, "updated_ms" = $4
where "key" in ($5, $6);

-- markNotifications planned
update "notifications"
set "state" = $1, "reason" = $2, "lease_until_ms" = $3, "updated_ms" = $4
where "key" in ($5)
and "state" in ('planned', 'sending', 'cancelled', 'expired');

-- cancelChatNotifications
update "notifications"
set "state" = $1, "reason" = $2, "lease_until_ms" = $3, "updated_ms" = $4
where "chat" = $5
and "state" in ('planned', 'sending');

-- loadHeldKeys
select "key", "lease_until_ms"
from "notifications"
where "key" in ($1)
and "state" = 'sending';

-- claimNotifications
with "heads" as materialized (select "head"."chat"
  from "notifications" as "head"
  where "head"."state" in ('planned', 'sending')
  and "head"."due_ms" <= (date_part('epoch', now()) * 1000)::bigint
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
  and not exists (select "earlier"."key"
    from "notifications" as "earlier"
    where "earlier"."chat" = "head"."chat"
    and "earlier"."state" in ('planned', 'sending')
    and (earlier.due_ms, earlier.key) < (head.due_ms, head.key)
    and ("earlier"."lease_until_ms" is null or "earlier"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint))
  order by "head"."due_ms", "head"."key"
  limit $1
  for update skip locked), "claimed" as materialized (select "row"."key"
  from "notifications" as "row"
  where "row"."chat" in (select "heads"."chat"
    from "heads")
  and "row"."state" in ('planned', 'sending')
  and "row"."due_ms" <= (date_part('epoch', now()) * 1000)::bigint
  and ("row"."lease_until_ms" is null or "row"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
  for update skip locked)
update "notifications"
set "state" = $2, "lease_until_ms" = (date_part('epoch', now()) * 1000)::bigint + $3, "updated_ms" = (date_part('epoch', now()) * 1000)::bigint
where "key" in (select "claimed"."key"
  from "claimed")
returning "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason", "lease_until_ms";

-- claimNotifications of a part
with "heads" as materialized (select "head"."chat"
  from "notifications" as "head"
  where "head"."state" in ('planned', 'sending')
  and "head"."due_ms" <= (date_part('epoch', now()) * 1000)::bigint
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
  and not ("head"."kind" in ($1, $2)
    and "head"."due_ms" > (date_part('epoch', now()) * 1000)::bigint - $3)
  and not exists (select "earlier"."key"
    from "notifications" as "earlier"
    where "earlier"."chat" = "head"."chat"
    and "earlier"."state" in ('planned', 'sending')
    and (earlier.due_ms, earlier.key) < (head.due_ms, head.key)
    and ("earlier"."lease_until_ms" is null or "earlier"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
    and not ("earlier"."kind" in ($4, $5)
      and "earlier"."due_ms" > (date_part('epoch', now()) * 1000)::bigint - $6))
  order by "head"."due_ms", "head"."key"
  limit $7
  for update skip locked), "claimed" as materialized (select "row"."key"
  from "notifications" as "row"
  where "row"."chat" in (select "heads"."chat"
    from "heads")
  and "row"."state" in ('planned', 'sending')
  and "row"."due_ms" <= (date_part('epoch', now()) * 1000)::bigint
  and ("row"."lease_until_ms" is null or "row"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
  and not ("row"."kind" in ($8, $9)
    and "row"."due_ms" > (date_part('epoch', now()) * 1000)::bigint - $10)
  for update skip locked)
update "notifications"
set "state" = $11, "lease_until_ms" = (date_part('epoch', now()) * 1000)::bigint + $12, "updated_ms" = (date_part('epoch', now()) * 1000)::bigint
where "key" in (select "claimed"."key"
  from "claimed")
returning "key", "kind", "chat", "together_name", "due_ms", "expires_ms", "silent", "payload", "state", "reason", "lease_until_ms";

-- nextPlannedMs
select "due_ms"
from "notifications"
where "state" in ('planned', 'sending')
and "lease_until_ms" is null
order by "due_ms"
limit $1;

-- nextUnsentMs
select min("lease_until_ms") as "lease_until_ms"
from "notifications"
where "lease_until_ms" is not null;
