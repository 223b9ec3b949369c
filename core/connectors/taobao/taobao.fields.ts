// TOP returns only what `fields` names: exactly what the map reads, nothing for curiosity.

export const TRADE_FIELDS = [
  'tid', 'tid_str', 'type', 'status', 'step_trade_status', 'buyer_nick', 'buyer_open_uid',
  'payment', 'post_fee', 'discount_fee', 'adjust_fee', 'total_fee',
  'created', 'pay_time', 'modified', 'consign_time', 'end_time', 'buyer_message', 'seller_memo', 'seller_flag',
  'receiver_name', 'receiver_mobile', 'receiver_phone', 'receiver_state', 'receiver_city', 'receiver_district',
  'receiver_town', 'receiver_address', 'receiver_zip', 'receiver_country', 'orders',
].join(',') // prettier-ignore

export const REFUND_FIELDS =
  'refund_id,tid,oid,status,refund_fee,has_good_return,reason,created,modified,company_name,sid'

/** What agreeing and refusing must name, read right before. */
export const DECIDING_FIELDS = 'refund_id,tid,status,refund_fee,refund_version,refund_phase'

/** Without `type` the platform leaves out kinds of trade; the document of trades.sold.get lists these as «all». */
export const TRADE_TYPES = [
  'fixed', 'auction', 'guarantee_trade', 'step', 'independent_simple_trade', 'independent_shop_trade',
  'auto_delivery', 'ec', 'cod', 'game_equipment', 'shopex_trade', 'netcn_trade', 'external_trade', 'instant_trade',
  'b2c_cod', 'hotel_trade', 'super_market_trade', 'super_market_cod_trade', 'taohua', 'waimai', 'nopaid', 'eticket',
  'tmall_i18n',
].join(',') // prettier-ignore
