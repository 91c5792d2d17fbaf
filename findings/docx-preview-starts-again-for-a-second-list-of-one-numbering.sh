#!/usr/bin/env bash
# docx-preview 0.4.1 (npm) shows Word files in the browser, with a counter for each w:num. In Word two w:num of one abstractNum
# without startOverride go on counting together, as WPS leaves them when an article was pasted: 第一条, 第二条 and then 第三条.
# Here the second has a counter of its own that begins at 1 again, so the page says 第一条 twice. And decimalEnclosedCircle
# reaches the style sheet under that name, which browsers do not know: ① is shown as 1.
# Seen with Node 20 and jsdom 26 on Debian 12, 2026-11-28. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit docx-preview@0.4.1 jsdom@26.1.0 jszip@3.10.1
cat > probe.mjs <<'JS'
import { JSDOM } from 'jsdom';
import JSZip from 'jszip';
const { window } = new JSDOM('<div id="page"></div><div id="styles"></div>');
Object.assign(globalThis, { window, document: window.document, DOMParser: window.DOMParser, XMLSerializer: window.XMLSerializer, Node: window.Node, Element: window.Element, HTMLElement: window.HTMLElement, Blob: window.Blob });
const { renderAsync } = await import('docx-preview');

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const abstract = (id, format) => `<w:abstractNum w:abstractNumId="${id}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>`;
const num = (id, of) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/></w:num>`;
const paragraph = (id, words) => `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="${id}"/></w:numPr></w:pPr><w:r><w:t>${words}</w:t></w:r></w:p>`;
const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const zip = new JSZip();
zip.file('[Content_Types].xml', `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>`);
zip.file('_rels/.rels', `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${rel}/officeDocument" Target="word/document.xml"/></Relationships>`);
zip.file('word/_rels/document.xml.rels', `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${rel}/numbering" Target="numbering.xml"/></Relationships>`);
zip.file('word/numbering.xml', `${head}<w:numbering ${w}>${abstract(1, 'chineseCountingThousand')}${abstract(2, 'decimalEnclosedCircle')}${num(1, 1)}${num(2, 1)}${num(3, 2)}</w:numbering>`);
zip.file('word/document.xml', `${head}<w:document ${w}><w:body>${paragraph(1, '甲')}${paragraph(1, '乙')}${paragraph(2, '丙')}${paragraph(3, '丁')}</w:body></w:document>`);
const page = document.getElementById('page'), styles = document.getElementById('styles');
await renderAsync(await zip.generateAsync({ type: 'uint8array' }), page, styles, { ignoreFonts: true });
const sheet = [...styles.querySelectorAll('style')].map((s) => s.textContent).join('\n');
for (const p of page.querySelectorAll('p')) {
  const name = [...p.classList].find((c) => c.includes('num'));
  const rule = sheet.match(new RegExp(`\\.${name}:before \\{[^}]*content: ([^;]*);[^}]*counter-increment: ([^;]*);`)) ?? sheet.match(new RegExp(`\\.${name}:before \\{([^}]*)\\}`));
  console.log(p.textContent, rule?.slice(1).join(' | ').replace(/\s+/g, ' '));
}
JS
seen=$(node probe.mjs)
printf '%s\n' "$seen"
expected='甲 "第"counter(docx-num-1-0, simp-chinese-informal)"条\9" | docx-num-1-0
乙 "第"counter(docx-num-1-0, simp-chinese-informal)"条\9" | docx-num-1-0
丙 "第"counter(docx-num-2-0, simp-chinese-informal)"条\9" | docx-num-2-0
丁 "第"counter(docx-num-3-0, decimalEnclosedCircle)"条\9" | docx-num-3-0'
[ "$seen" = "$expected" ] || { echo "docx-preview no longer does this" >&2; exit 1; }
