#!/usr/bin/env python3
"""Makes src/search/vocabulary.txt and src/search/shapes.txt anew.

    vocabulary.py words FOLDER    words of a folder of Chinese laws in Markdown
    vocabulary.py shapes FOLDER FONT…    characters of it that look alike in these fonts (numpy, Pillow)

A word is a piece of two to five characters that holds together (its parts meet far oftener than by chance) and stands
freely (many different characters stand on both sides of it). Characters look alike when their drawn forms, blurred a
little, cover each other. What comes out was read before it was taken.
"""
import collections
import math
import re
import sys
from pathlib import Path

HAN = re.compile('[\u4e00-\u9fff]+')
# No word of three characters and more begins or ends with these.
BESIDE = '的了和与及或等对将由在为被并该其所以不可应已未经按依从把向到中上下后前内外各每此这那第一二三四五六七八九十百千万零两有于而且但如若即则就都也还又再才只凡因据自至含除非比较使让须得'
WITHIN = re.compile('的|和|与|及|或|等|应当|可以|不得')
# How well a word must hold together, how free it must stand, and on how many pages, by its length.
NEED = {2: (2.6, 2.6, 14), 3: (3.6, 2.8, 18), 4: (3.4, 2.9, 35), 5: (4.0, 3.2, 30)}


def freedom(beside):
    """Bits of what stands beside a word; a mark beside it is another thing each time."""
    total, bits = sum(beside.values()), 0.0
    for one, count in beside.items():
        bits += count / total * (math.log2(max(2, count)) if one == '' else -math.log2(count / total))
    return bits


def words(texts):
    count, pages, size = collections.Counter(), collections.Counter(), 0
    for text in texts:
        here = set()
        for run in HAN.findall(text):
            size += len(run)
            for n in range(1, 6):
                pieces = [run[i:i + n] for i in range(len(run) - n + 1)]
                count.update(pieces)
                here.update(pieces)
        pages.update(here)
    wanted = {w for w, n in count.items() if len(w) > 1 and n >= 12 and pages[w] >= 8}
    left, right = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for text in texts:
        for run in HAN.findall(text):
            for n in range(2, 6):
                for i in range(len(run) - n + 1):
                    word = run[i:i + n]
                    if word in wanted:
                        left[word][run[i - 1:i] if i else ''] += 1
                        right[word][run[i + n:i + n + 1]] += 1
    tiers = collections.defaultdict(list)
    for word in wanted:
        n = len(word)
        holds = min(math.log2(count[word] * size / (count[word[:k]] * count[word[k:]])) for k in range(1, n))
        free, (least, open_, many) = min(freedom(left[word]), freedom(right[word])), NEED[n]
        common = n == 2 and holds >= 1 and free >= 4.3 and pages[word] >= 250
        whole = n == 2 or not (word[0] in BESIDE or word[-1] in BESIDE or WITHIN.search(word))
        if whole and (common or holds >= least and free >= open_ and pages[word] >= many):
            tiers[int(math.log2(pages[word]))].append(word)
    for tier in sorted(tiers, reverse=True):
        print(' '.join(sorted(tiers[tier])))


def shapes(texts, fonts):
    import numpy
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    count = collections.Counter(c for text in texts for run in HAN.findall(text) for c in run)
    chars = [c for c, _ in count.most_common(2700)]
    like = numpy.zeros((len(chars), len(chars)), dtype=numpy.float32)
    for name in fonts:
        font, rows = ImageFont.truetype(name, 60, index=2 if name.endswith('.ttc') else 0), []
        for c in chars:
            image = Image.new('L', (64, 64), 0)
            draw = ImageDraw.Draw(image)
            box = draw.textbbox((0, 0), c, font=font)
            draw.text((32 - (box[0] + box[2]) / 2, 32 - (box[1] + box[3]) / 2), c, fill=255, font=font)
            row = numpy.asarray(image.filter(ImageFilter.GaussianBlur(1.6)).resize((32, 32)), dtype=numpy.float32).ravel()
            row = row - row.mean()
            rows.append(row / numpy.linalg.norm(row))
        matrix = numpy.array(rows)
        like += matrix @ matrix.T / len(fonts)
    pairs = set()
    for i, c in enumerate(chars):
        for j in numpy.argsort(-like[i])[1:6]:
            if like[i, j] >= 0.74:
                pairs.add(''.join(sorted((c, chars[j]))))
    ordered = sorted(pairs)
    for at in range(0, len(ordered), 40):
        print(''.join(ordered[at:at + 40]))


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ('words', 'shapes'):
        sys.exit(__doc__)
    files = sorted(Path(sys.argv[2]).rglob('*.md'))
    texts = [file.read_text('utf-8', 'replace')[:12000] for file in files]
    if sys.argv[1] == 'words':
        words(texts)
    else:
        shapes(texts, sys.argv[3:])


main()
