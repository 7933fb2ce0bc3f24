"""fastText, and TF-IDF with a linear SVM, on the files that `earshot eval` reads.

Usage: python beside.py TASK TRAIN... -- TEST...

Prints one line a learner with the task's metric as `earshot eval` computes it. TF-IDF is over words
alone and in pairs and rows of 2 to 5 characters, sublinear; the SVM's cost is chosen on a fifth of the
training texts. fastText: word pairs, rows of 2 to 5 characters, 25 rounds, chosen once and not tuned.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

METRIC = {
    "tweeteval-sentiment": "macro_recall",
    "tweeteval-emotion": "macro_f1",
    "tweeteval-irony": "f1",
    "tweeteval-offensive": "macro_f1",
    "complaints": "macro_f1",
    "sms_spam": "f1",
    "youtube_spam": "f1",
}
LABEL, TEXT = ("label", "labels", "lang", "doc"), ("text", "query", "question")


def rows(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\r\n").split("\t") for line in file if line.strip()]
    label = next((lines[0].index(name) for name in LABEL if name in lines[0]), None)
    text = next((lines[0].index(name) for name in TEXT if name in lines[0]), None)
    if label is None or text is None:
        label, text = 0, -1
    else:
        lines = lines[1:]
    return [(line[label], line[text]) for line in lines if len(line) > max(label, text)]


def measure(task, truth, said):
    labels = sorted(set(truth))
    match METRIC.get(task, "accuracy"):
        case "macro_recall":
            return recall_score(truth, said, average="macro", labels=labels)
        case "macro_f1":
            return f1_score(truth, said, average="macro")
        case "f1":
            return f1_score(truth, said, pos_label=sorted(set(truth))[1])
        case _:
            inside = [(t, s) for t, s in zip(truth, said) if t != "oos"]
            return accuracy_score(*zip(*inside))


def svm(train, test):
    features = FeatureUnion([
        ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)),
        ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3)),
    ])
    labels, texts = zip(*train)
    x = features.fit_transform(texts)
    part, held = train_test_split(np.arange(len(labels)), test_size=0.2, random_state=7)
    labels = np.array(labels)

    def on_held(cost):
        return (LinearSVC(C=cost).fit(x[part], labels[part]).predict(x[held]) == labels[held]).mean()

    cost = max((0.1, 0.3, 1.0), key=on_held)
    return LinearSVC(C=cost).fit(x, labels).predict(features.transform([text for _, text in test]))


def fasttext_of(train, test):
    import fasttext

    names = sorted({label for label, _ in train})
    place = {name: at for at, name in enumerate(names)}
    path = Path("/tmp/beside-train.txt")
    path.write_text("".join(f"__label__{place[label]} {text.lower()}\n" for label, text in train), encoding="utf-8")
    model = fasttext.train_supervised(
        str(path), epoch=25, lr=0.5, wordNgrams=2, minn=2, maxn=5, dim=100, thread=1, verbose=0, seed=7
    )
    # The method itself: its wrapper does not go with NumPy 2.
    return [names[int(model.f.predict(text.lower() + "\n", 1, 0.0, "strict")[0][1][9:])] for _, text in test]


def main(task, train, test):
    train = [row for path in train for row in rows(path)]
    test = [row for path in test for row in rows(path)]
    truth = [label for label, _ in test]
    for name, learner in (("tfidf_svm", svm), ("fasttext", fasttext_of)):
        said = list(learner(train, test))
        print(
            f"task={task} learner={name} metric={METRIC.get(task, 'accuracy')}"
            f" value={100 * measure(task, truth, said):.2f}"
            f" macro_f1={100 * f1_score(truth, said, average='macro'):.2f}",
            flush=True,
        )


if __name__ == "__main__":
    cut = sys.argv.index("--")
    main(sys.argv[1], sys.argv[2:cut], sys.argv[cut + 1 :])
