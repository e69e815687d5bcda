-- appendJournal
insert into "journal" ("chat", "revision", "conversation", "dialog", "hash", "event", "from_state", "to_state", "at_ms")
values (?, ?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?, ?);
