// What the boxes say.

const KINDS = { page: ['页面', 'Page'], news: ['消息', 'News'], campaign: ['行动', 'Campaign'], policy: ['政策', 'Policy'], explainer: ['解读', 'Explainer'], question: ['问答', 'Question'], event: ['活动', 'Event'], place: ['服务点', 'Place'], section: ['栏目', 'Section'], home: ['首页', 'Home'] };

export function say(chinese, english) { return /^en/.test(document.documentElement.lang) ? english : chinese; }
export function kindName(kind) { return say.apply(null, KINDS[kind] || [kind, kind]); }

/** How many pages were found, in words. */
export function foundWords({ results, total }) {
  return results.length ? say('找到 ' + total + ' 页', total + ' pages found') : say('没有找到', 'Nothing was found');
}
