"""How far two labelling passes over the own set agree: `python3 models/train/agree.py`.

Cohen's kappa for each column, and the mean kappa of the intents (one yes or no each), over the posts
that both passes judged. Needs nothing but the standard library.
"""

import csv
import pathlib

OWN = pathlib.Path(__file__).parent.parent / "data" / "own"


def table(name):
    with open(OWN / name, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: row for row in rows}


def kappa(pairs):
    n = len(pairs)
    same = sum(a == b for a, b in pairs) / n
    words = {word for pair in pairs for word in pair}
    chance = sum(
        (sum(a == w for a, _ in pairs) / n) * (sum(b == w for _, b in pairs) / n) for w in words
    )
    return (same, 1.0 if chance == 1 else (same - chance) / (1 - chance))


COLUMNS = ("sentiment", "urgency", "expects_reply", "kind", "tone", "visibility")


def tell(name, both):
    print(f"{name} posts={len(both)}")
    for column in COLUMNS:
        same, k = kappa([(a[column], b[column]) for a, b in both])
        print(f"{column} same={same:.3f} kappa={k:.3f}")


def main():
    one, two = table("posts.tsv"), table("second-pass.tsv")
    # Of the first 59 posts the second pass had seen the first labels.
    both = [(one[key], row) for key, row in two.items() if int(key) >= 60]
    # Posts from 2001 on were written later, by two other authors, each labelled by the other as well.
    tell("60_to_2000", [pair for pair in both if int(pair[0]["id"]) < 2001])
    tell("from_2001_on", [pair for pair in both if int(pair[0]["id"]) >= 2001])
    tell("all", both)
    split = lambda row: set(row["intents"].split(",")) - {"-"}
    words = sorted({word for pair in both for row in pair for word in split(row)})
    found = []
    for word in words:
        same, k = kappa([(word in split(a), word in split(b)) for a, b in both])
        count = sum(word in split(a) for a, _ in both)
        found.append(k)
        print(f"intent.{word} same={same:.3f} kappa={k:.3f} posts={count}")
    print(f"intents mean_kappa={sum(found) / len(found):.3f}")


if __name__ == "__main__":
    main()
