/** TOP's error_response, thrown inside the practice platform and written out by its server. */
export class TopRefusal extends Error {
  override readonly name = 'TopRefusal'
  constructor(
    readonly code: number,
    readonly msg: string,
    readonly subCode?: string,
    readonly subMsg?: string,
  ) {
    super(msg)
  }
  body() {
    return {
      error_response: {
        code: this.code,
        msg: this.msg,
        ...(this.subCode && { sub_code: this.subCode, sub_msg: this.subMsg ?? '' }),
        request_id: '15vbi00simulated',
      },
    }
  }
}
export const invalid = (name: string) =>
  new TopRefusal(41, 'Invalid Arguments', `isv.invalid-parameter:${name}`, `参数${name}无效`)
export const missing = (name: string) =>
  new TopRefusal(40, 'Missing Required Arguments', `isv.missing-parameter:${name}`, `缺少参数${name}`)
