// Connectors: how we speak with each platform. They translate; they decide nothing.
export type {
  Connector,
  ShopConnection,
  ShopAccount,
  ConnectorTools,
  SettingField,
  Manners,
  Http,
  HttpRequest,
  HttpResponse,
  RawPage,
  Source,
  Window,
  TestStep,
  IncomingPush,
  AcceptedPush,
  FetchedMessages,
  Understood,
  UnderstoodOrder,
  UnreadableOrder,
} from './connector'
export type { AfterSale, AfterSaleRequest, FoundPayout, PayAnswer, Payout, PayoutLine } from './after-sale'
export type { CustomerMessage, MessageAdapter } from './message-adapter'
export type {
  OrderObservation,
  OrderGroups,
  GroupName,
  StatusGroup,
  MoneyGroup,
  BuyerGroup,
  AddressGroup,
  MemoGroup,
  BuyerNoteGroup,
  LineFacts,
  ParcelFacts,
  RefundFacts,
  RefundState,
} from './observation'
export {
  noFaults,
  type Simulator,
  type SimulatorOptions,
  type SimulatorFaults,
  type SimulatedShop,
  type SimOrder,
} from './simulator'
