CREATE TABLE "actions" ("id" text not null primary key,
  "chat" integer not null,
  "employee" integer not null,
  "service" text not null,
  "object" text,
  "at_ms" integer not null,
  "outcome" text,
  "ended_at_ms" integer);

CREATE INDEX "actions_by_age" on "actions" ("at_ms");

CREATE INDEX "actions_by_employee" on "actions" ("employee", "at_ms");

CREATE TABLE "audit" ("seq" integer primary key autoincrement,
  "at_ms" integer not null,
  "event" text not null,
  "chat" integer,
  "employee" integer);

CREATE INDEX "audit_by_age" on "audit" ("at_ms", "event");

CREATE INDEX "audit_by_chat" on "audit" ("chat", "event", "at_ms");

CREATE INDEX "audit_by_employee" on "audit" ("employee", "event", "at_ms");

CREATE TABLE "cards" ("token" text not null primary key,
  "chat" integer not null,
  "conversation" text,
  "revision" integer not null,
  "message_id" integer,
  "choices" text not null,
  "expires_at_ms" integer not null) without rowid;

CREATE TABLE "chats" ("chat" integer primary key,
  "revision" integer not null,
  "language" text not null,
  "status" text not null,
  "state" text not null,
  "updated_at_ms" integer not null);

CREATE TABLE "definitions" ("hash" text not null primary key,
  "dialog" text not null,
  "source" text not null,
  "at_ms" integer not null);

CREATE TABLE "deliveries" ("seq" integer primary key,
  "id" text not null unique,
  "lane" text,
  "kind" text not null,
  "chat" integer not null,
  "payload" text not null,
  "due_at_ms" integer not null,
  "lease_until_ms" integer,
  "attempts" integer not null,
  "undone" integer not null,
  "state" text not null,
  "outcome" text,
  "detail" text,
  "created_at_ms" integer not null,
  "settled_at_ms" integer,
  "background" integer default 0 not null,
  "begun" integer default 0 not null);

CREATE INDEX "deliveries_background" on "deliveries" ("due_at_ms", "seq") where state = 'pending' and background = 1;

CREATE INDEX "deliveries_leased" on "deliveries" ("lane", "lease_until_ms") where lease_until_ms is not null;

CREATE INDEX "deliveries_settled" on "deliveries" ("settled_at_ms") where settled_at_ms is not null;

CREATE INDEX "deliveries_urgent" on "deliveries" ("due_at_ms", "seq") where state = 'pending' and background = 0;

CREATE INDEX "deliveries_waiting" on "deliveries" ("chat", "lane", "seq") where state = 'pending';

CREATE TABLE "journal" ("seq" integer primary key,
  "chat" integer not null,
  "revision" integer not null,
  "conversation" text,
  "dialog" text,
  "hash" text,
  "event" text not null,
  "from_state" text,
  "to_state" text,
  "at_ms" integer not null);

CREATE TABLE "link_attempts" ("id" text not null primary key,
  "chat" integer not null unique,
  "email" text,
  "employee" integer,
  "name" text,
  "first_name" text,
  "zone" text,
  "code_digest" text,
  "invite_digest" text,
  "tries_left" integer not null,
  "requested_at_ms" integer not null,
  "expires_at_ms" integer not null);

CREATE TABLE "links" ("seq" integer primary key autoincrement,
  "chat" integer not null,
  "employee" integer not null,
  "name" text not null,
  "first_name" text not null,
  "zone" text not null,
  "linked_at_ms" integer not null,
  "checked_at_ms" integer not null,
  "ended_at_ms" integer,
  "ended_reason" text,
  "planned_at_ms" integer default 0 not null);

CREATE UNIQUE INDEX "links_living_chat" on "links" ("chat") where ended_at_ms is null;

CREATE UNIQUE INDEX "links_living_employee" on "links" ("employee") where ended_at_ms is null;

CREATE INDEX "links_planned" on "links" ("planned_at_ms", "seq") where ended_at_ms is null;

CREATE TABLE "notifications" ("key" text not null primary key,
  "kind" text not null,
  "chat" integer not null,
  "together_name" text not null,
  "due_ms" integer not null,
  "expires_ms" integer not null,
  "silent" integer not null,
  "payload" text not null,
  "state" text not null,
  "reason" text,
  "lease_until_ms" integer,
  "updated_ms" integer not null);

CREATE INDEX "notifications_due" on "notifications" ("due_ms", "key") where state in ('planned', 'sending');

CREATE INDEX "notifications_leased" on "notifications" ("lease_until_ms") where lease_until_ms is not null;

CREATE INDEX "notifications_open" on "notifications" ("chat", "due_ms", "key") where state in ('planned', 'sending');

CREATE INDEX "notifications_over" on "notifications" ("updated_ms") where state in ('sent', 'cancelled', 'expired', 'failed', 'unknown');

CREATE INDEX "notifications_settled" on "notifications" ("chat", "updated_ms") where state in ('sent', 'cancelled', 'expired', 'failed', 'unknown');

CREATE TABLE "poisoned_updates" ("update_id" integer primary key,
  "chat" integer not null,
  "payload" text not null,
  "incident" text not null,
  "error" text not null,
  "at_ms" integer not null);

CREATE TABLE "publications" ("dialog" text not null primary key,
  "hash" text not null,
  "at_ms" integer not null);

CREATE TABLE "request_buckets" ("name" text not null primary key,
  "milli_tokens" integer not null,
  "counted_at_ms" integer not null,
  "paused_until_ms" integer not null);

CREATE TABLE "settings" ("chat" integer primary key,
  "value" text not null,
  "updated_at_ms" integer not null);

CREATE TABLE "updates" ("update_id" integer primary key,
  "at_ms" integer not null);

CREATE TABLE "work_days" ("date" text not null primary key,
  "kind" text not null);
