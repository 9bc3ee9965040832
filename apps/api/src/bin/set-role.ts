import { closeDatabase, createDatabase, leaseIdSource } from '@marquee/domain'
import { setAccountRole } from '@marquee/domain/accounts'
import { openRedis } from '@marquee/jobs'
import { assertMigrated } from '@marquee/schema/migrate'
import { databaseEnvironment, readEnvironment, redisEnvironment } from '@marquee/service'
import { z } from 'zod'

/** sysexits.h: what was typed makes no sense; there is nobody by this name. */
const EXIT_USAGE = 64
const EXIT_NO_USER = 67

/** Makes somebody an administrator, or a member again: no page can, since nobody has the right before the first has it. */
const [email, role] = process.argv.slice(2)
if (!email || (role !== 'admin' && role !== 'member')) {
  console.error('Usage: node apps/api/dist/bin/set-role.js ADDRESS admin|member')
  process.exit(EXIT_USAGE)
}
const environment = readEnvironment(
  z.object({
    DATABASE_URL: databaseEnvironment.DATABASE_URL,
    CACHE_REDIS_URL: redisEnvironment.CACHE_REDIS_URL,
  }),
)
await assertMigrated(environment.DATABASE_URL)
const database = createDatabase(environment.DATABASE_URL, { connections: 1 })
const ids = await leaseIdSource(database, { region: 0 })
const cache = openRedis(environment.CACHE_REDIS_URL, { whenDown: 'fail' })
try {
  const account = await setAccountRole({ database, ids, cache }, { email, role })
  if (account) console.log(JSON.stringify({ msg: 'role set', account: account.publicId, role }))
  else
    console.error(
      'Nobody has confirmed this address. Sign up with it first, and follow the link in the mail.',
    )
  process.exitCode = account ? 0 : EXIT_NO_USER
} finally {
  cache.disconnect()
  await ids.release()
  await closeDatabase(database)
}
