"""Writes lines in many languages that nobody could object to, as LANGUAGE, tab, TEXT.

They come from two packages: the translations of Django's messages, and the conversations of ChatterBot's
corpus. A line is there once in a language; what stands for something is a number.
"""

import ast
import pathlib
import re
import sys

NAMES = {
    "bengali": "bn",
    "chinese": "zh",
    "traditionalchinese": "zh",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hebrew": "he",
    "hindi": "hi",
    "hinglish": "hi",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "marathi": "mr",
    "oriya": "or",
    "persian": "fa",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "yoruba": "yo",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[^}]*\}|<[^>]*>")


def translations(path):
    """The translated texts of a .po file."""
    texts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("msgstr"):
            texts.append("")
        elif line.startswith(("msg", "#")):
            texts.append(None)
        text = re.search(r'".*"$', line)
        if text and texts and texts[-1] is not None:
            texts[-1] += ast.literal_eval(text.group())
    return [text for text in texts if text and "Project-Id-Version" not in text]


def lines(root):
    for path in sorted(root.glob("django/**/LC_MESSAGES/*.po")):
        language = path.parts[path.parts.index("locale") + 1].split("_")[0]
        for text in translations(path):
            for line in text.splitlines():
                yield language, PLACEHOLDER.sub("7", line).strip()
    for path in sorted(root.glob("chatterbot_corpus/data/*/*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            said = re.match(r"\s*-\s*(?:-\s*)?(.+)", line)
            if said and path.parent.name in NAMES:
                yield NAMES[path.parent.name], said.group(1).strip().strip("\"'")


def main():
    root, out = map(pathlib.Path, sys.argv[1:])
    kept = sorted({(language, line.replace("\t", " ")) for language, line in lines(root) if len(line) >= 4})
    out.write_text("".join(f"{language}\t{line}\n" for language, line in kept), encoding="utf-8")


main()
