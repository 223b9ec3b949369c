import { ROLES, type Role } from '../kernel'

/** What each role is called in history, where the owner stands in for it, and at the command line. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: '掌柜',
  supervisor: '主管',
  sales: '销售',
  support: '客服',
  warehouse: '仓库',
  finance: '财务',
}

/** Roles as they are stored, joined by commas. A role that this program does not know grants nothing. */
export function rolesIn(text: string): Role[] {
  return ROLES.filter((role) => text.split(',').includes(role))
}
