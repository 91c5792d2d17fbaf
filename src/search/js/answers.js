// What kind of answer a question waits for, and how that looks in a text.

const NUMBER = '[一二三四五六七八九十百千万两半0-9]+';

/** Who asks what is done to those who break a rule, and who asks who is in charge. */
const FINED = /处罚|怎么罚|坐牢|判刑|判几年|怎么判|犯法|犯罪|违法吗|罚|抓/;
const IN_CHARGE = /谁来?管|归谁|哪个部门|找谁|哪里|哪点|没人管/;

/** How a question asks, how its answer looks, and how much that tells. */
const FORMS = [
  [/几个月|多少个月/, NUMBER + '个月', 1],
  [/几天|多少天|好多天|几日|多少日|几个工作日/, NUMBER + '个?(日|天|工作日)', 1],
  [/几年|多少年/, NUMBER + '年', 1],
  [/几个?小时|多少个?小时/, NUMBER + '个?小时', 1],
  [/多久|多长时间|期限|时效|什么时候|啥时候|时间/, NUMBER + '个?(日|天|工作日|月|年|小时|周)|期限|期间|时效', 0.8],
  [/多少钱|好多钱|多少元|几倍|[赔罚补]多少|怎么赔|赔几|标准/, NUMBER + '(元|倍|%|％)|百分之|价款|标准', 0.8],
  [FINED, '处[^，。]{0,16}(罚款|拘留|有期徒刑|拘役)|拘役|暂扣|吊销|追究刑事责任', 1],
  [/几岁|多大|年龄/, NUMBER + '周?岁', 1],
  [IN_CHARGE, '(部门|机关|委员会|办事处|街道)[^。]{0,20}(负责|管理|责令|处罚|受理|主管|劝阻)', 0.8],
  [/最|不超过|至少/, '最[长高低]|不得?(超过|少于|低于)|以[下内上]', 0.4],
  [/条件/, '下列条件|具备|符合', 0.6],
  [/吗|能不能|可不可以|要不要|是不是|会不会|行不行?|中不中?|算不算|能否|是否|有没有|[不没]$|没得$/, '不得|禁止|有权|可以|无需|视为|视同|认定|除外', 0.3],
  [/怎么|如何|怎样|办理|补办|咋|啷个|手续|材料/, '申请|提交|提出|办理|补领|补发', 0.3],
].map(([asked, answer, weight]) => ({ asked, answer: new RegExp(answer), weight }));

export const PENALTY = /^违反|责令[^。]{0,12}(改正|停止)|处[^，。]{0,16}(罚款|拘留|有期徒刑)/;
export const DUTY = /^(国家|国务院|省|市|县级|设区|地方|各级|乡镇|本市|本省)[^，。]{0,30}(应当|鼓励|支持|负责|加强)/;
export const PURPOSE = /^为(了|进一步)|^本(条例|法|办法|规定)(所称|适用于)/;

/** What a question waits for. */
export class Expected {
  constructor(question) {
    this.forms = FORMS.filter((form) => form.asked.test(question));
    this.penalty = FINED.test(question);
    this.duty = IN_CHARGE.test(question);
  }

  /** How well the form of a text is that of an answer, from 0 to 1. */
  match(text) { return this.forms.reduce((most, form) => (form.answer.test(text) ? Math.max(most, form.weight) : most), 0); }
}
