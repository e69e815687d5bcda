-- loadChat
select "chat", "revision", "language", "status", "state"
from "chats"
where "chat" = ?;

-- lookAtChat
select "revision", "state"
from "chats"
where "chat" = ?;

-- holdChat

-- insertChat
insert into "chats" ("chat", "revision", "language", "status", "state", "updated_at_ms")
values (?, ?, ?, ?, ?, ?)
on conflict ("chat") do nothing;

-- updateChat
update "chats"
set "revision" = ?, "language" = ?, "status" = ?, "state" = ?, "updated_at_ms" = ?
where "chat" = ?
and "revision" = ?;

-- loadChatPage
select "chat", "revision", "language", "status", "state"
from "chats"
where "status" = ?
and "chat" > ?
order by "chat"
limit ?;
