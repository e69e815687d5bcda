-- insertDeliveries
insert into "deliveries" ("id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "state", "created_at_ms")
values ($1, $2, $3, $4, $5, $6, least($7::bigint, (date_part('epoch', now()) * 1000)::bigint), $8, $9, $10, $11), ($12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
on conflict ("id") do nothing;

-- claimDeliveries
with "heads" as materialized (select "head"."seq"
  from "deliveries" as "head"
  where "head"."state" = 'pending'
  and "head"."background" = 0
  and "head"."due_at_ms" <= (date_part('epoch', now()) * 1000)::bigint
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
  and (not exists (select "earlier"."seq"
      from "deliveries" as "earlier"
      where "earlier"."chat" = "head"."chat"
      and "earlier"."lane" = "head"."lane"
      and "earlier"."seq" < "head"."seq"
      and "earlier"."state" = 'pending')
    and not exists (select "performed"."seq"
      from "deliveries" as "performed"
      where "performed"."lane" = "head"."lane"
      and "performed"."lease_until_ms" > (date_part('epoch', now()) * 1000)::bigint
      and "performed"."state" = 'cancelled'))
  order by "head"."due_at_ms", "head"."seq"
  limit $1
  for update skip locked)
update "deliveries"
set "attempts" = "attempts" + $2, "lease_until_ms" = (date_part('epoch', now()) * 1000)::bigint + $3
where "seq" in (select "heads"."seq"
  from "heads")
returning "seq", "id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "begun", "lease_until_ms";

-- claimDeliveries of some lanes
with "heads" as materialized (select "head"."seq"
  from "deliveries" as "head"
  where "head"."state" = 'pending'
  and "head"."background" = 0
  and "head"."due_at_ms" <= (date_part('epoch', now()) * 1000)::bigint
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
  and "head"."lane" in ($1, $2)
  and (not exists (select "earlier"."seq"
      from "deliveries" as "earlier"
      where "earlier"."chat" = "head"."chat"
      and "earlier"."lane" = "head"."lane"
      and "earlier"."seq" < "head"."seq"
      and "earlier"."state" = 'pending')
    and not exists (select "performed"."seq"
      from "deliveries" as "performed"
      where "performed"."lane" = "head"."lane"
      and "performed"."lease_until_ms" > (date_part('epoch', now()) * 1000)::bigint
      and "performed"."state" = 'cancelled'))
  order by "head"."due_at_ms", "head"."seq"
  limit $3
  for update skip locked)
update "deliveries"
set "attempts" = "attempts" + $4, "lease_until_ms" = (date_part('epoch', now()) * 1000)::bigint + $5
where "seq" in (select "heads"."seq"
  from "heads")
returning "seq", "id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "begun", "lease_until_ms";

-- claimDeliveries in the background
with "heads" as materialized (select "head"."seq"
  from "deliveries" as "head"
  where "head"."state" = 'pending'
  and "head"."background" = 1
  and "head"."due_at_ms" <= (date_part('epoch', now()) * 1000)::bigint
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
  and (not exists (select "earlier"."seq"
      from "deliveries" as "earlier"
      where "earlier"."chat" = "head"."chat"
      and "earlier"."lane" = "head"."lane"
      and "earlier"."seq" < "head"."seq"
      and "earlier"."state" = 'pending')
    and not exists (select "performed"."seq"
      from "deliveries" as "performed"
      where "performed"."lane" = "head"."lane"
      and "performed"."lease_until_ms" > (date_part('epoch', now()) * 1000)::bigint
      and "performed"."state" = 'cancelled'))
  order by "head"."due_at_ms", "head"."seq"
  limit (select case when room < 0 then 0 when room < $1 then room else $2 end
    from (select $3 - (select count(*)
        from deliveries
        where kind in ('message', 'card')
        and settled_at_ms > (date_part('epoch', now()) * 1000)::bigint - 1000
        and state <> 'cancelled') - (select count(*)
        from deliveries
        where kind in ('message', 'card')
        and lease_until_ms > (date_part('epoch', now()) * 1000)::bigint) as room) as second)
  for update skip locked)
update "deliveries"
set "attempts" = "attempts" + $4, "lease_until_ms" = (date_part('epoch', now()) * 1000)::bigint + $5
where "seq" in (select "heads"."seq"
  from "heads")
returning "seq", "id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "begun", "lease_until_ms";

-- claimDeliveries besides those in hand
with "heads" as materialized (select "head"."seq"
  from "deliveries" as "head"
  where "head"."state" = 'pending'
  and "head"."background" = 0
  and "head"."due_at_ms" <= (date_part('epoch', now()) * 1000)::bigint
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= (date_part('epoch', now()) * 1000)::bigint)
  and "head"."id" not in ($1, $2)
  and (not exists (select "earlier"."seq"
      from "deliveries" as "earlier"
      where "earlier"."chat" = "head"."chat"
      and "earlier"."lane" = "head"."lane"
      and "earlier"."seq" < "head"."seq"
      and "earlier"."state" = 'pending')
    and not exists (select "performed"."seq"
      from "deliveries" as "performed"
      where "performed"."lane" = "head"."lane"
      and "performed"."lease_until_ms" > (date_part('epoch', now()) * 1000)::bigint
      and "performed"."state" = 'cancelled'))
  order by "head"."due_at_ms", "head"."seq"
  limit $3
  for update skip locked)
update "deliveries"
set "attempts" = "attempts" + $4, "lease_until_ms" = (date_part('epoch', now()) * 1000)::bigint + $5
where "seq" in (select "heads"."seq"
  from "heads")
returning "seq", "id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "begun", "lease_until_ms";

-- beginDelivery
update "deliveries"
set "begun" = $1
where "id" = $2
and "attempts" = $3
and "state" = 'pending';

-- holdPace
select pg_advisory_xact_lock(25001000);

-- settleDelivery done
update "deliveries"
set "lease_until_ms" = $1, "state" = $2, "settled_at_ms" = $3, "outcome" = $4
where "id" = $5
and "attempts" = $6
and "state" = 'pending';

-- settleDelivery retry
update "deliveries"
set "lease_until_ms" = $1, "due_at_ms" = $2, "detail" = $3
where "id" = $4
and "attempts" = $5
and "state" = 'pending';

-- settleDelivery dead
update "deliveries"
set "lease_until_ms" = $1, "state" = $2, "settled_at_ms" = $3, "detail" = $4
where "id" = $5
and "attempts" = $6
and "state" = 'pending';

-- releaseCancelled
update "deliveries"
set "lease_until_ms" = $1
where "id" = $2
and "attempts" = $3
and "state" = 'cancelled';

-- cancelDeliveries
update "deliveries"
set "state" = $1, "detail" = $2, "settled_at_ms" = $3
where "id" in ($4, $5)
and "state" = 'pending';

-- cancelChatDeliveries
update "deliveries"
set "state" = $1, "detail" = $2, "settled_at_ms" = $3
where "chat" = $4
and "state" = 'pending';

-- cancelChatMessages
update "deliveries"
set "state" = $1, "detail" = $2, "settled_at_ms" = $3
where "chat" = $4
and "state" = 'pending'
and "kind" in ($5, $6);

-- nextHeadDueMs
select "head"."due_at_ms"
from "deliveries" as "head"
where "head"."state" = 'pending'
and "head"."background" = 0
and "head"."lease_until_ms" is null
and (not exists (select "earlier"."seq"
    from "deliveries" as "earlier"
    where "earlier"."chat" = "head"."chat"
    and "earlier"."lane" = "head"."lane"
    and "earlier"."seq" < "head"."seq"
    and "earlier"."state" = 'pending')
  and not exists (select "performed"."seq"
    from "deliveries" as "performed"
    where "performed"."lane" = "head"."lane"
    and "performed"."lease_until_ms" > (date_part('epoch', now()) * 1000)::bigint
    and "performed"."state" = 'cancelled'))
order by "head"."due_at_ms"
limit $1;

-- nextHeadDueMs in the background
select "head"."due_at_ms"
from "deliveries" as "head"
where "head"."state" = 'pending'
and "head"."background" = 1
and "head"."lease_until_ms" is null
and (not exists (select "earlier"."seq"
    from "deliveries" as "earlier"
    where "earlier"."chat" = "head"."chat"
    and "earlier"."lane" = "head"."lane"
    and "earlier"."seq" < "head"."seq"
    and "earlier"."state" = 'pending')
  and not exists (select "performed"."seq"
    from "deliveries" as "performed"
    where "performed"."lane" = "head"."lane"
    and "performed"."lease_until_ms" > (date_part('epoch', now()) * 1000)::bigint
    and "performed"."state" = 'cancelled'))
order by "head"."due_at_ms"
limit $1;

-- nextLeaseEndMs
select min("lease_until_ms") as "lease_until_ms"
from "deliveries"
where "lease_until_ms" is not null
and ("state" = 'pending' or "lease_until_ms" > (date_part('epoch', now()) * 1000)::bigint);
