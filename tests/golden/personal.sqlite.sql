-- loadChatsOf
select distinct "link"."chat"
from "links" as "link"
where "link"."employee" = ?
and not exists (select "later"."seq"
  from "links" as "later"
  where "later"."chat" = "link"."chat"
  and "later"."employee" != ?
  and "later"."seq" > "link"."seq")
order by "link"."chat";

-- loadPersonal
select *
from "links"
where "employee" = ?;
select *
from "chats"
where chat in (?, ?)
order by 1;
select *
from "settings"
where chat in (?, ?)
order by 1;
select *
from "cards"
where chat in (?, ?)
order by 1;
select *
from "journal"
where chat in (?, ?)
order by 1;
select *
from "deliveries"
where chat in (?, ?)
order by 1;
select *
from "notifications"
where chat in (?, ?)
order by 1;
select *
from "poisoned_updates"
where chat in (?, ?)
order by 1;
select "chat", "email", "employee", "name", "first_name", "zone", "requested_at_ms", "expires_at_ms"
from "link_attempts"
where ("employee" = ? or chat in (?, ?));
select *
from "actions"
where "employee" = ?;
select *
from "audit"
where ("employee" = ? or chat in (?, ?));

-- loadPersonal without a chat
select *
from "links"
where "employee" = ?;
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
where ("employee" = ? or 1 = 0);
select *
from "actions"
where "employee" = ?;
select *
from "audit"
where ("employee" = ? or 1 = 0);

-- countUnfinished
select count(*) as "rows"
from "deliveries"
where chat in (?)
and "kind" != ?
and ("state" = ? or "lease_until_ms" is not null);

-- deletePersonal
delete from "links"
where "employee" = ?;
delete from "link_attempts"
where "employee" = ?;
delete from "settings"
where chat in (?);
delete from "cards"
where chat in (?);
delete from "journal"
where chat in (?);
delete from "deliveries"
where chat in (?);
delete from "notifications"
where chat in (?);
delete from "poisoned_updates"
where chat in (?);
delete from "link_attempts"
where chat in (?);
