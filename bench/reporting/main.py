"""Runs every measurement, prints the table of ratios, writes the document: see bench/report."""
import argparse
import json
import pathlib
import shutil
import sys

import deep_engine
import document
import machine
import micro
import plots
import ratios
import server_load


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="where the programs are")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="for results and scratch files")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("docs"), help="where performance.md goes")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--reuse", action="store_true", help="write the document anew from the last run's results")
    options = parser.parse_args()

    results_file = options.work / "results.json"
    if options.reuse:
        results = json.loads(results_file.read_text())
    else:
        shutil.rmtree(options.work, ignore_errors=True)
        options.work.mkdir(parents=True)
        results = {"machine": machine.describe(), "quick": options.quick}
        results["load"] = server_load.measure(options.bin, options.work, options.quick)
        results["engines"] = deep_engine.measure(options.bin, options.work, options.quick, results["load"]["film"])
        results["micro"] = micro.measure(options.bin, options.work, options.quick, results["load"]["film"])
        results_file.write_text(json.dumps(results, indent=1))

    rows = ratios.rows(results)
    print(ratios.as_text(rows))
    images = options.out / "images"
    images.mkdir(parents=True, exist_ok=True)
    drawn = plots.draw(results, images)
    (options.out / "performance.md").write_text(document.write(results, rows, drawn))
    print(f"\nwritten: {options.out / 'performance.md'} and {len(drawn)} plots in {images}", file=sys.stderr)


if __name__ == "__main__":
    main()
