import { NotFoundBoard } from '../shell/not-found-board.tsx'

export default function NotFound() {
  return <NotFoundBoard what="page" />
}
