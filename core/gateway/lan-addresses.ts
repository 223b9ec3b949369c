import { BlockList, isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

const PRIVATE = new BlockList()
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4')
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4')
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4')
PRIVATE.addSubnet('169.254.0.0', 16, 'ipv4')
PRIVATE.addSubnet('127.0.0.0', 8, 'ipv4')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addSubnet('fe80::', 10, 'ipv6')
PRIVATE.addAddress('::1', 'ipv6')

/** Bridges to containers and virtual machines: no phone stands there. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet)/

/** RFC 1918, link-local, fc00::/7, and this PC itself. Anything else came from beyond the LAN. */
export function isPrivateAddress(address: string | undefined): boolean {
  if (address === undefined) return false
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  const family = isIP(plain)
  return family !== 0 && PRIVATE.check(plain, family === 4 ? 'ipv4' : 'ipv6')
}

/** This PC's addresses in private networks. Link-local ones of IPv6 are left out: a link cannot name their zone. */
export function ownLanAddresses(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ internal, address }) => !internal && isPrivateAddress(address) && !/^fe80/i.test(address))
    .map(({ address }) => address)
}

/** The names that a browser in the LAN may have used to come here. */
export function ownHostnames(): string[] {
  const name = hostname().toLowerCase()
  return name === 'localhost' ? [] : [name, ...(name.includes('.') ? [] : [`${name}.local`, `${name}.lan`])]
}

export const inUrl = (address: string) => (address.includes(':') ? `[${address}]` : address)
