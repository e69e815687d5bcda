-- loadChatsOf
select distinct "link"."chat"
from "links" as "link"
where "link"."employee" = $1
and not exists (select "later"."seq"
  from "links" as "later"
  where "later"."chat" = "link"."chat"
  and "later"."employee" != $2
  and "later"."seq" > "link"."seq")
order by "link"."chat";

-- loadPersonal
select *
from "links"
where "employee" = $1;
select *
from "chats"
where chat in ($1, $2)
order by 1;
select *
from "settings"
where chat in ($1, $2)
order by 1;
select *
from "cards"
where chat in ($1, $2)
order by 1;
select *
from "journal"
where chat in ($1, $2)
order by 1;
select *
from "deliveries"
where chat in ($1, $2)
order by 1;
select *
from "notifications"
where chat in ($1, $2)
order by 1;
select *
from "poisoned_updates"
where chat in ($1, $2)
order by 1;
select "chat", "email", "employee", "name", "first_name", "zone", "requested_at_ms", "expires_at_ms"
from "link_attempts"
where ("employee" = $1 or chat in ($2, $3));
select *
from "actions"
where "employee" = $1;
select *
from "audit"
where ("employee" = $1 or chat in ($2, $3));

-- loadPersonal without a chat
select *
from "links"
where "employee" = $1;
select *
from "chats"
where 1 = 0
order by 1;
select *
from "settings"
where 1 = 0
order by 1;
select *
from "cards"
where 1 = 0
order by 1;
select *
from "journal"
where 1 = 0
order by 1;
select *
from "deliveries"
where 1 = 0
order by 1;
select *
from "notifications"
where 1 = 0
order by 1;
select *
from "poisoned_updates"
where 1 = 0
order by 1;
select "chat", "email", "employee", "name", "first_name", "zone", "requested_at_ms", "expires_at_ms"
from "link_attempts"
where ("employee" = $1 or 1 = 0);
select *
from "actions"
where "employee" = $1;
select *
from "audit"
where ("employee" = $1 or 1 = 0);

-- countUnfinished
select count(*) as "rows"
from "deliveries"
where chat in ($1)
and "kind" != $2
and ("state" = $3 or "lease_until_ms" is not null);

-- deletePersonal
delete from "links"
where "employee" = $1;
delete from "link_attempts"
where "employee" = $1;
delete from "settings"
where chat in ($1);
delete from "cards"
where chat in ($1);
delete from "journal"
where chat in ($1);
delete from "deliveries"
where chat in ($1);
delete from "notifications"
where chat in ($1);
delete from "poisoned_updates"
where chat in ($1);
delete from "link_attempts"
where chat in ($1);
