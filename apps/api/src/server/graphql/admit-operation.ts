import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql'
import { type BudgetLimits, choosePurses, type SpendBudget } from '../../limits/index.ts'
import { type Context, RequestRefused } from '../../schema/index.ts'
import { type Audience, includes } from './audience.ts'
import { type DocumentPolicy, type DocumentRequest, findDocument } from './find-document.ts'
import { MAX_CHARACTERS } from './limit-documents.ts'
import { MAX_COMPLEXITY, refuseCost } from './measure-cost.ts'
import { createDocuments, withCode } from './read-documents.ts'

/**
 * Points for parsing and validating a text that was not read before. What takes long is to compare its fields with each other, which
 * grows with the square: 3,000 characters of one field take 20 ms, as long as answering so many fields.
 */
const READING_COST = { least: 100, squareOver: 400, most: 20_000 }
/** Points for finding out that an operation of a document that was read before may not run. */
const REFUSAL_COST = 100
/** The one misfit that variables do not show by themselves (GraphQL §5.8.5): a type that may be null, where only its default may not. */
const NULL_FOR_DEFAULT = 'A variable is null where its default value was to stand. Leave it out.'
/** Of what is wrong with variables: a list of a hundred thousand wrong ones is as wrong as one of twenty, and told in a millisecond. */
const MAX_MISFITS = 20

export interface AdmissionOptions extends DocumentPolicy {
  readonly schema: GraphQLSchema
  readonly limits: BudgetLimits
  readonly spendBudget: SpendBudget
  /** Who may ask for the schema, and is told what a misspelt name may have meant. */
  readonly introspection: Audience
}

/** An operation as it came, over HTTP or a WebSocket. */
export interface OperationRequest extends DocumentRequest {
  readonly transport: 'get' | 'post' | 'socket'
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** Who asks, before anything is known of what they ask. */
export type Caller = Omit<Context, 'cost' | 'budget'> & { readonly address: string | undefined }

/** An operation that may run, or why it may not. */
export type Admission = Admitted | readonly GraphQLError[]

export type Admitted = ExecutionArgs & {
  readonly contextValue: Context
  readonly definition: OperationDefinitionNode
}

/** Whether and how an operation is run: the same for HTTP and WebSocket. Whatever is refused here has not run at all. */
export type AdmitOperation = (request: OperationRequest, caller: Caller) => Promise<Admission>

export function createAdmission(options: AdmissionOptions): AdmitOperation {
  const { schema, introspection } = options
  const documents = createDocuments(schema, options.registered.values())
  return async (request, caller) => {
    const mayIntrospect = includes(introspection, caller.viewer)
    const text = findDocument(request, options, caller.viewer)
    if (text instanceof GraphQLError) return [text]
    if (!documents.knows(text)) {
      if (text.length > MAX_CHARACTERS)
        return [new RequestRefused('QUERY_TOO_LONG', `At most ${MAX_CHARACTERS} characters in one document.`)]
      const paid = await pay(options, caller, readingCost(text))
      if (paid instanceof GraphQLError) return [paid]
    }
    const read = documents.read(text, { suggests: mayIntrospect })
    if (!('document' in read)) return read
    if (read.asksForSchema && !mayIntrospect) return [new RequestRefused('INTROSPECTION_REFUSED')]
    const operation = read.operation(request.operationName)
    if (!operation) return [new RequestRefused('OPERATION_RESOLUTION_FAILURE')]
    const misplaced = refuseTransport(operation.definition, request.transport)
    if (misplaced) return [misplaced]

    const variableValues = request.variables ?? {}
    const asked = {
      schema,
      definition: operation.definition,
      variableValues,
      hideSuggestions: !mayIntrospect,
    }
    const refuse = async (errors: readonly GraphQLError[], cost = REFUSAL_COST) => {
      const paid = await pay(options, caller, cost)
      return paid instanceof GraphQLError ? [paid] : errors
    }
    const misfits = findMisfits(asked)
    if (misfits.length > 0) return refuse(misfits)
    const measured = operation.costOf(variableValues)
    if (!measured) return refuse([withCode(new GraphQLError(NULL_FOR_DEFAULT), 'BAD_USER_INPUT')])
    const refusal = refuseCost(measured)
    if (refusal) return refuse([refusal])
    const introspected = operation.introspectedBy(variableValues)
    const complexity = measured.complexity + introspected
    const refusalOfAll = refuseCost({ ...measured, complexity })
    // To find out took as long as to answer what is allowed.
    if (refusalOfAll) return refuse([refusalOfAll], MAX_COMPLEXITY)

    const cost = Math.max(complexity, 1)
    const paid = await pay(options, caller, cost)
    if (paid instanceof GraphQLError) return [paid]
    const { address: _, ...context } = caller
    return {
      ...asked,
      document: read.document,
      operationName: request.operationName,
      contextValue: { ...context, cost, budget: paid.budget },
    }
  }
}

/** A link must not change anything, and HTTP answers once. */
function refuseTransport(
  { operation }: OperationDefinitionNode,
  transport: OperationRequest['transport'],
): RequestRefused | null {
  if (operation === 'mutation' && transport === 'get') return new RequestRefused('METHOD_NOT_ALLOWED')
  if (operation === 'subscription' && transport !== 'socket')
    return new RequestRefused('SUBSCRIPTION_OVER_HTTP')
  return null
}

/** What is wrong with the variables of an operation, MAX_MISFITS at most; empty where they fit. */
export function findMisfits({
  schema,
  definition,
  variableValues,
  hideSuggestions,
}: Pick<Admitted, 'schema' | 'definition' | 'variableValues' | 'hideSuggestions'>): readonly GraphQLError[] {
  const { errors = [] } = getVariableValues(
    schema,
    definition.variableDefinitions ?? [],
    variableValues ?? {},
    { hideSuggestions: hideSuggestions ?? false, maxErrors: MAX_MISFITS },
  )
  return errors.map((error) => withCode(error, 'BAD_USER_INPUT'))
}

function readingCost({ length }: string): number {
  const { least, squareOver, most } = READING_COST
  return Math.min(Math.max(Math.round(length ** 2 / squareOver), least), most)
}

async function pay(
  { limits, spendBudget }: AdmissionOptions,
  { viewer, address }: Caller,
  cost: number,
): Promise<Pick<Context, 'budget'> | GraphQLError> {
  const { allowed, budget } = await spendBudget(choosePurses(limits, viewer, address), cost)
  if (allowed || !budget) return { budget }
  const seconds = Math.max(Math.ceil((budget.resetAt.getTime() - Date.now()) / 1_000), 1)
  return new RateLimited(cost, budget.remaining, budget.limit, seconds)
}

/** Over budget; says when to come back. */
export class RateLimited extends RequestRefused {
  readonly retryAfterSeconds: number

  constructor(cost: number, remaining: number, limit: number, retryAfterSeconds: number) {
    super(
      'RATE_LIMITED',
      `This costs ${cost} points and ${remaining} of ${limit} a minute are left. Ask again in ${retryAfterSeconds} s, or for less.`,
    )
    this.retryAfterSeconds = retryAfterSeconds
  }
}
