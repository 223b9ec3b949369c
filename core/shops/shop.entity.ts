import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One account at one platform. */
@Entity('shops')
export class ShopEntity {
  /** `s1`, `s2`, … in the order they were added; never given twice. */
  @PrimaryColumn({ type: 'text' })
  id!: string

  @Column({ type: 'text' })
  platform!: string

  @Column({ type: 'text' })
  name!: string

  @Column({ type: 'text' })
  origin!: string

  /**
   * JSON of the settings, sealed in the drawer `shop:<id>`. TypeORM has no type of bytes that both databases know;
   * «text» hands them through as they are.
   */
  @Column({ type: 'text', name: 'settings_sealed' })
  settingsSealed!: Buffer

  /** Names of the filled settings, joined by commas: all that is ever shown of them. */
  @Column({ type: 'text', name: 'setting_names' })
  settingNames!: string

  /** 0 or 1. */
  @Column({ type: 'integer' })
  paused!: number

  /** 0 or 1. A removed shop is read no more; its orders stay. */
  @Column({ type: 'integer' })
  removed!: number

  /** UTC ms: read orders changed since then; null = as far back as the platform allows. */
  @Column({ type: 'integer', nullable: true })
  since!: number | null

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number
}
