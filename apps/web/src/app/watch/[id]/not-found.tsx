import { NotFoundBoard } from '../../../shell/not-found-board.tsx'

export default function VideoNotFound() {
  return <NotFoundBoard what="video" />
}
