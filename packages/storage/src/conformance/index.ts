export { type ConformanceSubject, describeObjectStore } from './describe-object-store.ts'
