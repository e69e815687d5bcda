import { sharedServers } from '../support/postgres/shared.ts'
import { createPostgresOpener } from './postgres-opener.ts'
import { describeStore } from './store-contract.ts'

const servers = await sharedServers()

describeStore('PostgreSQL', createPostgresOpener(servers))
if (servers.pooled !== null)
  describeStore('PostgreSQL behind PgBouncer', createPostgresOpener(servers, servers.pooled))
