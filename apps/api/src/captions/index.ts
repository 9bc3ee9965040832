import './schema.ts'
import './mutations.ts'
