import { isCheck, CHECK_WORDS } from './check-sentences'

type Both = readonly [zh: string, en: string]

/** What was found wrong with a backup (`Proof.problem`), in plain words; what to do stands with who asked. */
export function proofSentence(problem: string): Both {
  const [kind = '', ...rest] = problem.split(': ')
  switch (kind) {
    case 'not-ours': return ['这不是掌柜的备份', 'this is no backup of Zhanggui']
    case 'newer': return ['它来自更新版本的掌柜，先升级程序', 'it comes from a newer Zhanggui: update the program first']
    case 'history': return history(rest.join(': '))
    case 'counts': return ['单数和里面的订单对不上', 'it holds another number of orders than it should']
    case 'sums': return sums(rest[0] ?? '')
    default: return ['文件坏了，读不全', 'the file is damaged and cannot be read whole']
  } // prettier-ignore
}

function history(found: string): Both {
  const [, why, entry] = /^(\w+) at (\d+)$/.exec(found) ?? []
  return why === 'missing'
    ? [`历史少了第 ${entry} 条`, `entry ${entry} of its history is missing`]
    : [`历史从第 ${entry ?? '?'} 条起被改过`, `its history was altered at entry ${entry ?? '?'}`]
}

function sums(check: string): Both {
  const [zh, en] = isCheck(check) ? CHECK_WORDS[check] : [check, check]
  return [`账对不上，应该是「${zh}」`, `its books do not add up; it should be so that ${en}`]
}
