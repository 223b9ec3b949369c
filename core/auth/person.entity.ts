import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Somebody who works here. The owner is the first, and in this version the only one with a PIN. */
@Entity('people')
export class PersonEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string

  @Column({ type: 'text' })
  name!: string

  /** Role names, joined by commas. */
  @Column({ type: 'text' })
  roles!: string

  /** `null`: this person cannot sign in with a PIN. */
  @Column({ type: 'text', name: 'pin_hash', nullable: true })
  pinHash!: string | null

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number
}
