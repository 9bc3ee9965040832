import './mutations.ts'
import './schema.ts'

export { serveQueueBoard } from './serve-queue-board.ts'
