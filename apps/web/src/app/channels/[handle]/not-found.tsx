import { NotFoundBoard } from '../../../shell/not-found-board.tsx'

export default function ChannelNotFound() {
  return <NotFoundBoard what="channel" />
}
