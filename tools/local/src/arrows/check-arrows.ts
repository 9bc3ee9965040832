import { findViolation, type Room } from './find-violations.ts'
import { importsOf, readHouse } from './read-house.ts'
import { ARROWS } from './rooms.ts'

/** Every import in the clone at `root` that goes against the arrows: a line each, `file: 'specifier': reason`. */
export function checkArrows(root: string): string[] {
  const house = readHouse(root)
  return [...house.rooms.values()].flatMap((room) => [
    ...unknownRoom(room),
    ...importsOf(root, room).flatMap((found) => {
      const reason = findViolation(found, house)
      return reason ? [`${found.file}: '${found.specifier}': ${reason}`] : []
    }),
  ])
}

function unknownRoom({ folder }: Room): string[] {
  return folder in ARROWS
    ? []
    : [`${folder}: a room without arrows; give it its own in tools/local/src/arrows/rooms.ts`]
}
