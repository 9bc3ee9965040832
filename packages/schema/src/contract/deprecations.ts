import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'

interface Member {
  readonly name: string
  readonly deprecationReason?: string | null | undefined
}

/** What is deprecated without the day on which it goes (ISO 8601) in its reason. */
export function undatedDeprecations(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isEnumType(type)) return undated(type.name, type.getValues())
    if (isInputObjectType(type)) return undated(type.name, Object.values(type.getFields()))
    if (!isObjectType(type) && !isInterfaceType(type)) return []
    const fields = Object.values(type.getFields())
    return [
      ...undated(type.name, fields),
      ...fields.flatMap((field) => undated(`${type.name}.${field.name}`, field.args)),
    ]
  })
}

function undated(owner: string, members: readonly Member[]): readonly string[] {
  return members
    .filter(({ deprecationReason }) => deprecationReason && !/\b\d{4}-\d{2}-\d{2}\b/.test(deprecationReason))
    .map(({ name }) => `${owner}.${name}`)
}
