export { type GlobalIdPrefix, parseGlobalId, toGlobalId } from './global-id.ts'
export { isPublicId, newPublicId, type PublicId } from './public-id.ts'
export {
  ClockSteppedBack,
  createSnowflakes,
  type Snowflake,
  type SnowflakeSource,
  snowflakeTime,
} from './snowflake.ts'
