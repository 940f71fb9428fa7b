"""Runs the soak: see scripts/soak."""
from __future__ import annotations

import argparse
import pathlib
import shlex
import shutil
import signal
import ssl
import sys
import threading
import time

import document
import machine
import pictures
import soak_plot
import streams
import verdict
from faults import Misbehaviour
from samples import Sampler
from server import Server
from tally import Tally
from viewers import Camera, Viewers
from wire import Access

PROBE_RATE, MANAGER_RATE, SAMPLE_S = 10.0, 4.0, 5.0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/soak", description="Runs a facewired for long under load, changes and faults, and says whether anything grows.")
    parser.add_argument("--minutes", type=float, default=60, help="how long (60)")
    parser.add_argument("--warm-up", type=float, metavar="MINUTES", help="left out of the verdict (a fifth, at most 10)")
    parser.add_argument("--clients", type=int, default=8, help="streaming clients (8)")
    parser.add_argument("--rate", type=float, default=5, help="frames a second of each (5)")
    parser.add_argument("--viewers", type=int, default=3, help="of `facewire stream` beside them; all but the first are stopped and killed (3)")
    parser.add_argument("--troublemakers", type=int, default=2, help="who inject faults (2)")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build/soak"), help="for samples.csv, soak.svg, soak.md and the logs (build/soak)")
    parser.add_argument("--document", type=pathlib.Path, help="put the result into this document too, and the plot into images/ beside it")
    parser.add_argument("--server-args", type=shlex.split, default=[], metavar="'ARGS'", help="more arguments for facewired")
    parser.add_argument("--client-args", type=shlex.split, default=[], metavar="'ARGS'", help="more arguments for facewire, before its command")
    parser.add_argument("--token-file", type=pathlib.Path, help="the token of an admin, where the server asks for one")
    parser.add_argument("--tls-ca", type=pathlib.Path, help="talk TLS and trust this certificate; --server-args and --client-args must say the same")
    parser.add_argument("--seed", type=int, default=1, help="of everything random (1)")
    parser.add_argument("--bin", type=pathlib.Path, default=pathlib.Path("build/dev/bin"), help="where the programs are (build/dev/bin)")
    return parser.parse_args()


def access_to(port: int, options: argparse.Namespace) -> Access:
    context = None
    if options.tls_ca:
        context = ssl.create_default_context(cafile=str(options.tls_ca))
        context.check_hostname = False  # it is the very certificate that was given
    token = options.token_file.read_text().strip() if options.token_file else None
    return Access("127.0.0.1", port, token, context)


def tell_progress(stop: threading.Event, sampler: Sampler, seconds: float) -> None:
    begun, told = time.monotonic(), -60.0
    while (passed := time.monotonic() - begun) < seconds and not stop.wait(1):
        if passed - told < (5 if sys.stderr.isatty() else 60) or not sampler.samples:
            continue
        told, now = passed, sampler.samples[-1]
        line = (f"{passed / 60:5.1f} of {seconds / 60:.0f} min  {now.resident_kib / 1024:6.1f} MiB  {now.descriptors:3} descriptors  {now.threads:3} threads  "
                f"{now.frames_per_s:6.1f} frames/s  p99 {now.p99_ms:6.1f} ms  {now.faults} faults  {now.errors} errors")
        print(line, end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


def main() -> int:
    options = parse()
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    drawn = pictures.draw(options.bin / "facewire-portraits", options.out)
    anchor = next(iter(drawn.people))
    server = Server(options.bin / "facewired", options.out, options.server_args)
    access, tally = access_to(server.port, options), Tally()
    manager = streams.Manager(tally, access, drawn, anchor, options.seed)
    manager.enrol_anchor()
    before = server.settled_usage(3)

    camera = Camera(drawn.film, options.rate)
    viewers = Viewers(options.bin / "facewire", options.out, access, camera, options.viewers, options.client_args)
    sampler = Sampler(server, access, viewers, tally, options.out / "samples.csv")
    stop = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    jobs = [lambda number=number: streams.stream(stop, tally, access, drawn, number, options.rate) for number in range(options.clients)]
    jobs += [lambda: streams.probe(stop, tally, access, drawn, anchor, PROBE_RATE), lambda: manager.run(stop, MANAGER_RATE),
             lambda: sampler.run(stop, SAMPLE_S)]
    jobs += [lambda seed=seed: Misbehaviour(access, drawn, viewers, seed).run(stop, tally)
             for seed in range(options.seed, options.seed + options.troublemakers)]
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    tell_progress(stop, sampler, options.minutes * 60)
    stop.set()
    for thread in threads:
        thread.join()
    viewers.close()
    camera.close()
    after = server.settled_usage()
    exit_status = server.stop()

    if not sampler.samples:
        print("It was over before anything was measured.", file=sys.stderr)
        return 1
    measured_s = sampler.samples[-1].seconds
    warm_up_s = options.warm_up * 60 if options.warm_up is not None else min(measured_s / 5, 600)
    result = verdict.judge(sampler.samples, warm_up_s, before, after, tally, exit_status, server.complaints(), server.starts)
    print("\n" + verdict.as_text(result))
    for line in tally.told:
        print(f"    {line}")
    command = f"scripts/soak --minutes {options.minutes:g} --clients {options.clients}"
    soak_plot.draw(sampler.samples, result, warm_up_s, options.out / "soak.svg")
    described = machine.describe()
    (options.out / "soak.md").write_text(document.section(result, described, command, "soak.svg") + "\n")
    if options.document:
        images = options.document.parent / "images"
        images.mkdir(exist_ok=True)
        shutil.copy(options.out / "soak.svg", images)
        document.replace_in(options.document, document.section(result, described, command, "images/soak.svg"))
    print(f"\nsamples.csv, soak.svg, soak.md and the logs are in {options.out}", file=sys.stderr)
    return 1 if result.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
