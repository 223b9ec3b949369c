import { OutsideFailure, Refusal } from '../../kernel'
import type { Shipment, ShopConnection } from '../connector'
import type { TopCall } from './taobao.client'
import { isBadArgument, topCode } from './taobao.errors'
import { METHODS } from './taobao.understand'
import { companiesWire, readAs, sendWire, shippedLinesWire } from './taobao.wire'

type Shipper = Required<Pick<ShopConnection, 'ship' | 'findShipment'>>
interface Company {
  readonly code: string
  readonly name: string
}

/** Ships by alibaba.ascp.logistics.offline.send on its new chain, which takes some of a line's pieces. */
export function taobaoShipper(call: TopCall): Shipper {
  let companies: Promise<readonly Company[]> | undefined

  /** The platform's list changes rarely: asked once while the shop is open; a failed question is not kept. */
  function companyList(signal: AbortSignal | undefined): Promise<readonly Company[]> {
    if (companies) return companies
    const asked = readCompanies(call, signal)
    companies = asked
    asked.catch(() => {
      if (companies === asked) companies = undefined
    })
    return asked
  }

  async function ship(shipment: Shipment, signal?: AbortSignal): Promise<void> {
    const company = companyOf(await companyList(signal), shipment)
    const pkg = {
      out_sid: shipment.waybill,
      company_code: company.code,
      goods: shipment.lines.map(({ lineExternalId, quantity }) => ({ sub_tid: lineExternalId, num: quantity, item_type: 0 })),
    } // prettier-ignore
    const status = shipment.lines.map(({ lineExternalId, completes }) => ({
      sub_tid: lineExternalId,
      is_part_consign: !completes,
    }))
    const params = {
      tid: shipment.externalId,
      consign_type: '1',
      consign_pkgs: JSON.stringify([pkg]),
      consign_status: JSON.stringify(status),
    }
    try {
      const { answer } = await call(METHODS.send, params, { signal, once: true })
      const { result } = readAs(sendWire, answer)
      if (result?.success === false) throw refused(result.error_code ?? '', result.error_msg ?? '')
    } catch (error) {
      throw error instanceof OutsideFailure && isNo(error)
        ? refused(error.platformCode ?? '', saidBy(error))
        : error
    }
  }

  async function findShipment(shipment: Shipment, signal?: AbortSignal): Promise<boolean> {
    const fields = 'tid,orders.oid,orders.oid_str,orders.invoice_no'
    const { answer } = await call(METHODS.fullinfo, { tid: shipment.externalId, fields }, { signal })
    const held = new Map(
      (readAs(shippedLinesWire, answer).trade.orders ?? []).map((line) => [line.oid_str ?? line.oid, line]),
    )
    return shipment.lines.every((line) => held.get(line.lineExternalId)?.invoice_no === shipment.waybill)
  }

  return { ship, findShipment }
}

async function readCompanies(call: TopCall, signal: AbortSignal | undefined): Promise<readonly Company[]> {
  const { answer } = await call(METHODS.companies, { fields: 'code,name' }, { signal })
  const rows = readAs(companiesWire, answer).logistics_companies ?? []
  return rows.map(({ code, name }) => ({ code, name: name ?? '' }))
}

/** By code where it is the same as ours, else by name; of several that begin alike the plainest. */
function companyOf(companies: readonly Company[], { courier, courierName }: Shipment): Company {
  const named = companies
    .filter(({ name }) => name.startsWith(courierName.zh))
    .sort((a, b) => a.name.length - b.name.length)
  const found = companies.find(({ code }) => code.toUpperCase() === courier) ?? named[0]
  if (!found) throw refused('unknown-company', `平台的快递公司列表里没有${courierName.zh}`)
  return found
}

/** `isv.*` is about this shipment. Keys, and a method that the app may not call, concern all: they stay failures. */
function isNo(failure: OutsideFailure): boolean {
  if (failure.retryable || failure.needsKeys) return false
  return (topCode(failure) === '15' && !!failure.platformCode?.includes('isv.')) || isBadArgument(failure)
}

/** The sentence behind the code in a failure's message. */
function saidBy({ message, platformCode = '' }: OutsideFailure): string {
  const sub = platformCode.split(':').slice(1).join(':')
  return (sub === '' ? message : message.slice(message.indexOf(sub) + sub.length)).trim() || message
}

function refused(code: string, message: string): Refusal {
  return new Refusal('platform-refused', { platform: 'taobao', code, message })
}
