export { type Database, type DatabaseOptions, openDatabase, type Result, type Row, type Sql } from './database.ts'
export { type LaunchOptions, type Running, startPostgres, stopPostgres, watchPostgres } from './launcher.ts'
export { migrate, type Room } from './migrate.ts'
export { type TestDatabase, testDatabase } from './testing.ts'
