import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Somebody who works here. The owner is the first; who was removed stays, because history speaks of them. */
@Entity('people')
export class PersonEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string

  @Column({ type: 'text' })
  name!: string

  /** Role names, joined by commas. */
  @Column({ type: 'text' })
  roles!: string

  /** `null`: this person cannot sign in with a PIN yet. */
  @Column({ type: 'text', name: 'pin_hash', nullable: true })
  pinHash!: string | null

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number

  /** UTC ms; from then on this person is let in nowhere. */
  @Column({ type: 'integer', name: 'removed_at', nullable: true })
  removedAt!: number | null
}
