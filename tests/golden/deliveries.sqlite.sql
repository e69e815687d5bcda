-- insertDeliveries
insert into "deliveries" ("id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "state", "created_at_ms")
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict ("id") do nothing;
insert into "deliveries" ("id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "state", "created_at_ms")
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict ("id") do nothing;

-- claimDeliveries
with "heads" as materialized (select "head"."seq"
  from "deliveries" as "head"
  where "head"."state" = 'pending'
  and "head"."background" = 0
  and "head"."due_at_ms" <= ?
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= ?)
  and (not exists (select "earlier"."seq"
      from "deliveries" as "earlier"
      where "earlier"."chat" = "head"."chat"
      and "earlier"."lane" = "head"."lane"
      and "earlier"."seq" < "head"."seq"
      and "earlier"."state" = 'pending')
    and not exists (select "performed"."seq"
      from "deliveries" as "performed"
      where "performed"."lane" = "head"."lane"
      and "performed"."lease_until_ms" > ?
      and "performed"."state" = 'cancelled'))
  order by "head"."due_at_ms", "head"."seq"
  limit ?)
update "deliveries"
set "attempts" = "attempts" + ?, "lease_until_ms" = ? + ?
where "seq" in (select "heads"."seq"
  from "heads")
returning "seq", "id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "begun", "lease_until_ms";

-- claimDeliveries of some lanes
with "heads" as materialized (select "head"."seq"
  from "deliveries" as "head"
  where "head"."state" = 'pending'
  and "head"."background" = 0
  and "head"."due_at_ms" <= ?
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= ?)
  and "head"."lane" in (?, ?)
  and (not exists (select "earlier"."seq"
      from "deliveries" as "earlier"
      where "earlier"."chat" = "head"."chat"
      and "earlier"."lane" = "head"."lane"
      and "earlier"."seq" < "head"."seq"
      and "earlier"."state" = 'pending')
    and not exists (select "performed"."seq"
      from "deliveries" as "performed"
      where "performed"."lane" = "head"."lane"
      and "performed"."lease_until_ms" > ?
      and "performed"."state" = 'cancelled'))
  order by "head"."due_at_ms", "head"."seq"
  limit ?)
update "deliveries"
set "attempts" = "attempts" + ?, "lease_until_ms" = ? + ?
where "seq" in (select "heads"."seq"
  from "heads")
returning "seq", "id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "begun", "lease_until_ms";

-- claimDeliveries in the background
with "heads" as materialized (select "head"."seq"
  from "deliveries" as "head"
  where "head"."state" = 'pending'
  and "head"."background" = 1
  and "head"."due_at_ms" <= ?
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= ?)
  and (not exists (select "earlier"."seq"
      from "deliveries" as "earlier"
      where "earlier"."chat" = "head"."chat"
      and "earlier"."lane" = "head"."lane"
      and "earlier"."seq" < "head"."seq"
      and "earlier"."state" = 'pending')
    and not exists (select "performed"."seq"
      from "deliveries" as "performed"
      where "performed"."lane" = "head"."lane"
      and "performed"."lease_until_ms" > ?
      and "performed"."state" = 'cancelled'))
  order by "head"."due_at_ms", "head"."seq"
  limit (select case when room < 0 then 0 when room < ? then room else ? end
    from (select ? - (select count(*)
        from deliveries
        where kind in ('message', 'card')
        and settled_at_ms > ? - 1000
        and state <> 'cancelled') - (select count(*)
        from deliveries
        where kind in ('message', 'card')
        and lease_until_ms > ?) as room) as second))
update "deliveries"
set "attempts" = "attempts" + ?, "lease_until_ms" = ? + ?
where "seq" in (select "heads"."seq"
  from "heads")
returning "seq", "id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "begun", "lease_until_ms";

-- claimDeliveries besides those in hand
with "heads" as materialized (select "head"."seq"
  from "deliveries" as "head"
  where "head"."state" = 'pending'
  and "head"."background" = 0
  and "head"."due_at_ms" <= ?
  and ("head"."lease_until_ms" is null or "head"."lease_until_ms" <= ?)
  and "head"."id" not in (?, ?)
  and (not exists (select "earlier"."seq"
      from "deliveries" as "earlier"
      where "earlier"."chat" = "head"."chat"
      and "earlier"."lane" = "head"."lane"
      and "earlier"."seq" < "head"."seq"
      and "earlier"."state" = 'pending')
    and not exists (select "performed"."seq"
      from "deliveries" as "performed"
      where "performed"."lane" = "head"."lane"
      and "performed"."lease_until_ms" > ?
      and "performed"."state" = 'cancelled'))
  order by "head"."due_at_ms", "head"."seq"
  limit ?)
update "deliveries"
set "attempts" = "attempts" + ?, "lease_until_ms" = ? + ?
where "seq" in (select "heads"."seq"
  from "heads")
returning "seq", "id", "lane", "kind", "chat", "payload", "background", "due_at_ms", "attempts", "undone", "begun", "lease_until_ms";

-- beginDelivery
update "deliveries"
set "begun" = ?
where "id" = ?
and "attempts" = ?
and "state" = 'pending';

-- holdPace

-- settleDelivery done
update "deliveries"
set "lease_until_ms" = ?, "state" = ?, "settled_at_ms" = ?, "outcome" = ?
where "id" = ?
and "attempts" = ?
and "state" = 'pending';

-- settleDelivery retry
update "deliveries"
set "lease_until_ms" = ?, "due_at_ms" = ?, "detail" = ?
where "id" = ?
and "attempts" = ?
and "state" = 'pending';

-- settleDelivery dead
update "deliveries"
set "lease_until_ms" = ?, "state" = ?, "settled_at_ms" = ?, "detail" = ?
where "id" = ?
and "attempts" = ?
and "state" = 'pending';

-- releaseCancelled
update "deliveries"
set "lease_until_ms" = ?
where "id" = ?
and "attempts" = ?
and "state" = 'cancelled';

-- cancelDeliveries
update "deliveries"
set "state" = ?, "detail" = ?, "settled_at_ms" = ?
where "id" in (?, ?)
and "state" = 'pending';

-- cancelChatDeliveries
update "deliveries"
set "state" = ?, "detail" = ?, "settled_at_ms" = ?
where "chat" = ?
and "state" = 'pending';

-- cancelChatMessages
update "deliveries"
set "state" = ?, "detail" = ?, "settled_at_ms" = ?
where "chat" = ?
and "state" = 'pending'
and "kind" in (?, ?);

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
    and "performed"."lease_until_ms" > ?
    and "performed"."state" = 'cancelled'))
order by "head"."due_at_ms"
limit ?;

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
    and "performed"."lease_until_ms" > ?
    and "performed"."state" = 'cancelled'))
order by "head"."due_at_ms"
limit ?;

-- nextLeaseEndMs
select min("lease_until_ms") as "lease_until_ms"
from "deliveries"
where "lease_until_ms" is not null
and ("state" = 'pending' or "lease_until_ms" > ?);
