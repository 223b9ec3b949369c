import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A phone, PDA or old PC that the owner paired. Only its token's hash is kept; one that was removed stays for history. */
@Entity('stations')
export class StationEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string

  @Column({ type: 'text', name: 'token_hash' })
  tokenHash!: string

  @Column({ type: 'text' })
  name!: string

  /** The address it paired from. */
  @Column({ type: 'text', name: 'paired_from' })
  pairedFrom!: string

  @Column({ type: 'integer', name: 'paired_at' })
  pairedAt!: number

  /** To the minute. */
  @Column({ type: 'integer', name: 'last_seen_at' })
  lastSeenAt!: number

  @Column({ type: 'integer', name: 'removed_at', nullable: true })
  removedAt!: number | null
}
