import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'

/** A function that answers the description at `Type`, `Type.field` or `Type.field.argument`; empty where there is none. */
export function describeCoordinates(sdl: string): (path: string) => string {
  const schema = buildSchema(sdl)
  return (path) => {
    const [typeName = '', memberName, argumentName] = path.split('.')
    const type = schema.getType(typeName)
    if (!memberName) return type?.description ?? ''
    if (isEnumType(type)) return type.getValue(memberName)?.description ?? ''
    if (isInputObjectType(type)) return type.getFields()[memberName]?.description ?? ''
    if (!isObjectType(type) && !isInterfaceType(type)) return ''
    const field = type.getFields()[memberName]
    if (!argumentName) return field?.description ?? ''
    return field?.args.find(({ name }) => name === argumentName)?.description ?? ''
  }
}
