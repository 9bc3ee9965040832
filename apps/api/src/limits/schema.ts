import { type Budget, builder } from '../schema/index.ts'

interface RateLimit extends Budget {
  readonly cost: number
}

const RateLimitRef = builder.objectRef<RateLimit>('RateLimit').implement({
  description:
    'What may still be asked. An operation costs a point a field it may answer, pages counted at full length; its cost is also in `extensions.cost`.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Points a minute.' }),
    remaining: t.exposeInt('remaining', { description: 'Points that are left, this operation paid.' }),
    resetAt: t.field({
      type: 'DateTime',
      description: 'When the budget is full again.',
      resolve: ({ resetAt }) => resetAt,
    }),
    cost: t.exposeInt('cost', { description: 'Points that this operation cost.' }),
  }),
})

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimitRef,
    nullable: true,
    description:
      'Of who asks: the account’s budget or the address’s, whichever has less left. Null while nothing is counted.',
    resolve: (_, _args, { budget, cost }) => (budget ? { ...budget, cost } : null),
  }),
)
