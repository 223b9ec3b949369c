import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * FTS5 merges its index in portions of 64 leaves times the levels it has, inside of whichever commit comes to it. With
 * leaves of 4,000 bytes such a portion stopped the whole program for over 20 ms; four times as many small ones do not.
 */
export class SmallMerges1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type === 'postgres') return
    await runner.query(`insert into order_search(order_search, rank) values ('pgsz', 1000)`)
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore the backup that was made before this one')
  }
}
