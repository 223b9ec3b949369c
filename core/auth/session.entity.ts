import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A browser that signed in. Only the token's hash is kept: a copied database opens no session. */
@Entity('sessions')
export class SessionEntity {
  @PrimaryColumn({ type: 'text', name: 'id_hash' })
  idHash!: string

  @Column({ type: 'text', name: 'person_id' })
  personId!: string

  @Column({ type: 'text' })
  origin!: string

  /** The paired station it was opened on, and the only one where it holds; `null`: a browser on the PC itself. */
  @Column({ type: 'text', name: 'station_id', nullable: true })
  stationId!: string | null

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number

  @Column({ type: 'integer', name: 'expires_at' })
  expiresAt!: number
}
