import { PersonEntity, SessionEntity, StationEntity } from './auth'
import { ShopEntity } from './shops'

/** Listed one by one: globs do not survive bundling. */
export const entities = [PersonEntity, SessionEntity, StationEntity, ShopEntity]
