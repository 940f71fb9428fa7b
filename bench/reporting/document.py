"""docs/performance.md, from the results of one run."""
import textwrap

import ratios

CLIENT_FIGURES = "clients | frames/s | of the best | slowest client / mean | p50 ms | p99 ms | p99 / one turn of the queue | server's CPU ms a frame"


def paragraphs(text):
    """Blank lines keep their place; lines of prose are filled anew."""
    blocks = textwrap.dedent(text).strip().split("\n\n")
    return "\n\n".join(block if block.startswith(("|", "#", "    ", "!", "-", "<")) else textwrap.fill(" ".join(block.split()), 140,
                                                                                                   break_long_words=False, break_on_hyphens=False)
                       for block in blocks)


def client_table(sweep):
    top = max(run["fps"] for run in sweep)
    lines = ["| " + CLIENT_FIGURES + " |", "|" + " --: |" * 8]
    for run in sweep:
        lines.append(f"| {run['clients']} | {run['fps']:.1f} | {run['fps'] / top:.2f} | {run['client_fps_min'] / run['client_fps_mean']:.2f} | "
                     f"{run['p50_ms']:.1f} | {run['p99_ms']:.1f} | {run['p99_ms'] / ratios.turn_ms(run):.2f} | {run['server_cpu_ms']:.2f} |")
    return "\n".join(lines)


def machine_table(machine):
    busy = f", {machine['busy']:.1f} processes were running when it began" if machine["busy"] > 0.3 else ""
    return (f"{machine['cpu']}, {machine['cores']} cores{busy}; best of its instruction sets: {machine['simd']}; {machine['system']}; "
            f"{machine['compiler']}; OpenCV {machine['opencv']}; commit {machine['commit']}; {machine['date']}.")


def picture(drawn, name, text):
    if name not in drawn:
        return f"(The plot of {text[0].lower() + text[1:]} is missing: its benchmark was not there.)"
    return f"![{text}](images/{name})"


def deep_memory(results):
    engines = results.get("engines")
    if not engines:
        return ""
    return f" With the deep engine and one worker the server has {engines['resident_kib']['deep'] / 1024:.0f} MiB resident."


def write(results, rows, drawn):
    load = results["load"]
    two = load["two"]
    annotated, faces, codec = two["annotated"]["fps"], two["faces"]["fps"], two["codec"]["fps"]
    idle = load["idle"]
    client_share = two["annotated"]["client_cpu_ms"] / (two["annotated"]["client_cpu_ms"] + two["annotated"]["server_cpu_ms"])
    quick = " It was a quick run (`--quick`): the figures are rough." if results["quick"] else ""
    groups = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    parts = [g for name in ("index", "embedding", "encoder", "cascade", "film", "frame", "network") for g in groups.get(name, [])]
    whole = [g for name in ("server", "load", "memory") for g in groups.get(name, [])]
    engines = groups.get("engines", [])
    return paragraphs(f"""
# How fast it is

<!-- Written by bench/report: change it there. -->

Every figure here was measured by `bench/report`, beside something that did the same work in the same run: OpenCV's own functions, or the JPEG
codec alone. Trust the ratios. The bare times are this machine's, and it had other work.{quick}

{machine_table(results["machine"])} The film: {load["film_name"]}, as JPEGs of quality 90. Ten people are enrolled with ten pictures each.

    bench/report            # all of it: installs what is missing, builds, measures, writes this page

    bench/report --quick    # a few minutes, rougher

## The parts

{ratios.as_markdown(parts)}

**Search** (`build/dev/bin/index_bench`): one query against a gallery, one core, OpenCV's own histograms (radius 1, 8 x 8 cells), beside
`cv::face::LBPHFaceRecognizer::predict` on the same samples. The answer is the same, person and distance; the time is not. What it means: whether ten people
are enrolled or ten thousand, the search is not what a frame waits for.

{picture(drawn, "performance-search.svg", "Cost of a query against the size of the gallery, beside cv predict")}

**Encoding** (`build/dev/bin/encoder_bench`): from a face to its LBP histograms, beside what OpenCV does for one picture when it trains, bit for bit the
same histograms; and from a face in the frame to the eleven descriptors that are searched, beside the same steps by OpenCV's functions.

**Finding faces** (`build/dev/bin/cascade_bench`): every window of a 640x480 picture through the Haar cascade, beside
`cv::CascadeClassifier::detectMultiScale` with the same parameters and the same rectangles as answer.

**Films** (`build/dev/bin/video_search_bench FILM`): a connection's frames show what the last ones showed, so faces are looked for near where they were, and the full
scan is spread over several frames. Processor time beside a full scan of every frame, and how many of the full scans' faces the search has. A single
picture always gets the full scan. The rows are of all 3,403 frames of video1, enlarged; of its first 1,000 alone the search has 0.981 of the full scans' faces, of video1 at its own 320x240
0.990 at 0.117 of the cost, of drawn films with one to five people 0.981 to 0.997 at 0.075 to 0.126: with small pictures and many people the surroundings of the faces are a
greater part of the picture. Nobody is shown later than six frames after the full scans find him.

**The frame's way** (`build/dev/bin/frame_bench`): 640x480, three faces. `faces` replies decode grey only, by a reader of our own to the pixels of libjpeg's. An annotated reply is made by coding anew only the blocks
that were drawn on; all others stay bit for bit as the camera sent them. Once all buffers have grown a frame takes nothing from the heap, from the JPEG to
the payload of its answer (`build/dev/bin/allocation_bench`, 1.4 faces a frame: 95 of 118 frames). Those that do show a face that was not there, or a picture that is searched fully because
nobody is found where he was: one piece a frame in the mean of all, 0.3 KiB. Besides, a face of fewer than 80 pixels is
enlarged by OpenCV before its quality is judged, in a buffer that it allocates.

**Networks** (`build/dev/bin/network_bench`, with the models): each on one thread. Several faces in one forward gain a tenth in some runs and lose as much
in others, so each is taken by itself.

## The whole server

{ratios.as_markdown(whole)}

`facewire bench` streams the film to `facewired` through the loopback; `codec_baseline` decodes the very same JPEGs to colour and encodes them again at quality 90
with libjpeg-turbo, in as many threads, and does nothing else. No server that sends back a drawn picture by decoding and encoding it can be faster than that. Each
is the best of several runs, taken in turns, two clients with two frames in flight each. The client shares the cores with the server: of the processor time
of an annotated frame, {client_share * 100:.0f} % were the client's, so a camera on another machine leaves the
server that much more.

    build/dev/bin/codec_baseline --video FILM --clients 2 --frames 2000

    facewire bench --video FILM --clients 2 --frames 2000 --reply frame --in-flight 2

*For you:* cameras at 10 frames a second each that this machine serves: {annotated / 10:.0f} with annotated pictures sent back, {faces / 10:.0f} without
(`--reply faces`). Another machine, a Raspberry Pi say, has other figures but much the same ratios: run `codec_baseline` there, and multiply. If ten
cameras are too many for it, ask for `faces` only, or let each send fewer frames: the server is never behind by more than a frame for each camera, since `facewire
stream` drops what it cannot send.

## The engines

{ratios.as_markdown(engines)}

The same film, `faces` replies, a server with one worker on a core of its own. `deep` is YuNet and MobileFaceNet: other networks cost otherwise. Followed faces are searched near where they
were, and once a face is settled only some of its frames are compared; "each alone" is what single pictures cost (`"track": false`).

    facewired --workers 1 --detector-model YUNET --recognizer-model NETWORK --recognizer-config PROTOTXT

    facewire bench --video FILM --frames 600 --in-flight 2 [--no-track]

## Many clients

{client_table(load["sweep"])}

{picture(drawn, "performance-clients.svg", "Frames a second of all clients together against the number of clients")}

Each client has two frames in flight, as `facewire stream` has of a camera, and every client plays the same {load["warm_up"] + load["frames_a_client"]} frames, each from another place on: its first
{load["warm_up"]} before the clock starts, since a stream begins with a full search and with faces that are not settled yet (such a frame took
{load["starting"]["server_cpu_ms"]:.2f} ms of the server's processor time), then {load["frames_a_client"]} that are measured. Fewer than 16 clients come again until 16 streams
have been served, so that every number of clients has the same work. The line is the middle one of several rounds, the bars go from the worst to the best. (Earlier versions of this document
gave few clients the whole film and many clients its beginning alone, which is dearer: the fall from eight clients on that they told of was mostly that.)

Engines are lent first come first served, one more than there are cores, so more clients share the same frames a second, and none starves. A single client's frames are answered one after the
other, by one core. What grows with the clients is the wait: one turn of the queue is the number of frames in flight divided by the frames a second. With many clients the slowest
hundredth of the frames (p99) stays near one turn; with few clients a turn is a few milliseconds, and p99 is what the dearest frames take, those that are searched more fully or show a face anew.

{picture(drawn, "performance-latency.svg", "Share of the frames answered within a time, for 2, 16 and 200 clients")}

    build/dev/bin/enlarge_video FILM short.avi --frames {load["warm_up"] + load["frames_a_client"]}

    facewire bench --video short.avi --clients 200 --frames {200 * load["frames_a_client"]} --warm-up {load["warm_up"]} --reply frame --in-flight 2 --latencies latencies.csv

A client that reads its answers slowly holds no engine while it does, and its own next frame waits, nobody else's.

## Memory

With ten people enrolled the server has {load["resident_start_kib"] / 1024:.0f} MiB resident after its start and {load["resident_after_kib"] / 1024:.0f} MiB a few seconds
after 200 clients have streamed and gone: the engines' own buffers stay, one set for each worker. What connections took is given back. More than half of the first
figure is the code of shared libraries (OpenCV's core and image processing, text drawing, SQLite), which other programs may share. The server decodes and encodes JPEG by libjpeg-turbo itself:
Debian's `opencv_imgcodecs` would bring over a hundred more libraries, 36 MiB and 60 ms at each start. `opencv_objdetect`, for cascades that are not made of stumps, brings neural networks, which only the deep
engine uses, and camera calibration, which nobody does: 4 MiB.{deep_memory(results)}

An idle connection takes {idle["kib_each"]:.0f} KiB, {idle["descriptors_each"]:.0f} file descriptor and no processor time ({idle["connections"]:,} of them:
{idle["cpu_seconds_in_5"] * 1e3:.0f} ms in five seconds). One that has sent frames and then pauses keeps little more: after five seconds its buffers are freed.
""") + "\n"
