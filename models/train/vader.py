"""VADER beside the shipped heads: macro-F1, macro-recall and accuracy on labelled files.

Usage: python vader.py FILE...

Labels are negative, neutral, positive, or 0 to 2; the cuts at -0.05 and 0.05 are those of VADER's
authors.
"""

import sys

from sklearn.metrics import accuracy_score, f1_score, recall_score
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

NAMES = {"negative": 0, "0": 0, "neutral": 1, "1": 1, "positive": 2, "2": 2}

analyzer = SentimentIntensityAnalyzer()
for path in sys.argv[1:]:
    lines = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
    label, text = lines[0].index("label"), lines[0].index("text")
    rows = [row for row in lines[1:] if len(row) > text]
    truth = [NAMES[row[label]] for row in rows]
    scores = [analyzer.polarity_scores(row[text])["compound"] for row in rows]
    said = [2 if s >= 0.05 else 0 if s <= -0.05 else 1 for s in scores]
    print(
        f"{path} macro_f1={100 * f1_score(truth, said, average='macro'):.2f}"
        f" macro_recall={100 * recall_score(truth, said, average='macro'):.2f}"
        f" accuracy={100 * accuracy_score(truth, said):.2f}"
    )
