"""Puts the results of facewire-eval into a document: accuracy_tables.py JSON-FOLDER DOCUMENT.

A table stands between the lines <!-- table NAME --> and <!-- end -->, and is made from NAME.json; <!-- table NAME first -->
has only the first engine's rows. Where NAME.json is missing, the table stays as it is.
"""
import json
import pathlib
import re
import sys


def table(head, rows):
    lines = [head, [":--"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def label(engine):
    return f"{engine['engine']} `{engine['encoder']}`"


def identify(result):
    return table(["engine", "rank-1", "wrong", "no face found"],
                 [[label(e), f"{e['rank1']:.3f}", str(len(e["mistakes"])), str(e["no_face"])] for e in result["engines"]])


def openset(result):
    rates = ["0.001", "0.01", "0.1"]
    return table(["engine", *(f"DIR at FAR {float(r) * 100:g} %" for r in rates), "DIR as decided", "FAR as decided"],
                 [[label(e), *(f"{e['dir_at_far'][r]:.3f}" for r in rates), f"{e['dir_at_decision']:.3f}",
                   f"{e['far_at_decision']:.3f}"] for e in result["engines"]])


def verify(result):
    return table(["engine", "accuracy, 10 folds", "TAR at FAR 1 %", "TAR at FAR 0.1 %", "EER", "no face found"],
                 [[label(e), f"{e['accuracy']:.3f} ± {e['deviation']:.3f}", f"{e['tar_at_far']['0.01']:.3f}",
                   f"{e['tar_at_far']['0.001']:.3f}", f"{e['eer']:.3f}", str(e["no_face"])] for e in result["engines"]])


def video(result):
    rows = []
    for engine in result["engines"]:
        for name, tally in engine["identities"].items():
            who = name if tally["enrolled"] else f"{name} (not enrolled)"
            right = "named right" if tally["enrolled"] else "left unnamed"
            rows.append([label(engine), who, str(tally["faces"]), f"{tally['found'] / tally['faces']:.3f}",
                         f"{tally['right'] / max(tally['found'], 1):.3f} {right}", str(tally["wrong"]),
                         str(tally["unknown"])])
    faces = table(["engine", "who", "faces", "found", "of those found", "wrong name", "enrolled, not named"], rows)
    changes = table(["engine", "boxes over nobody", "of them named", "label changes", "at most on one way"],
                    [[label(e), str(e["false_boxes"]), str(e["false_boxes_named"]),
                      f"{e['label_changes']} on {e['ways']} ways", str(e["most_label_changes"])]
                     for e in result["engines"]])
    return faces + "\n\n" + changes


def negatives(result):
    return table(["engine", "detector", "false faces", "a picture", "pictures with any"],
                 [[e["engine"], e["detector"], str(e["false_faces"]), f"{e['per_picture']:.3f}",
                   f"{e['pictures_with_any']} of {result['pictures']}"] for e in result["engines"]])


TABLES = {"identify": identify, "openset": openset, "verify": verify, "video": video, "negatives": negatives}


def main(folder, document):
    def fill(match):
        file = pathlib.Path(folder) / f"{match[1]}.json"
        if not file.exists():
            return match[0]
        result = json.loads(file.read_text(encoding="utf-8"))
        if match[2]:
            result["engines"] = result["engines"][:1]
        return f"<!-- table {match[1]}{match[2] or ''} -->\n\n{TABLES[result['command']](result)}\n\n<!-- end -->"

    path = pathlib.Path(document)
    text = re.sub(r"<!-- table (\S+)( first)? -->.*?<!-- end -->", fill, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
