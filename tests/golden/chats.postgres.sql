-- loadChat
select "chat", "revision", "language", "status", "state"
from "chats"
where "chat" = $1 for update;

-- lookAtChat
select "revision", "state"
from "chats"
where "chat" = $1;

-- holdChat
select "chat"
from "chats"
where "chat" = $1 for update;

-- insertChat
insert into "chats" ("chat", "revision", "language", "status", "state", "updated_at_ms")
values ($1, $2, $3, $4, $5, $6)
on conflict ("chat") do nothing;

-- updateChat
update "chats"
set "revision" = $1, "language" = $2, "status" = $3, "state" = $4, "updated_at_ms" = $5
where "chat" = $6
and "revision" = $7;

-- loadChatPage
select "chat", "revision", "language", "status", "state"
from "chats"
where "status" = $1
and "chat" > $2
order by "chat"
limit $3;
