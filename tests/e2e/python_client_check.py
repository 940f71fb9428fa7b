"""Uses every method of examples/python/facewire.py once: FOLDER_OF_IT SERVER SCRATCH ADA1 ADA2 BOB BROKEN"""
import sys

sys.path.insert(0, sys.argv[1])
import facewire

server, scratch = sys.argv[2:4]
ada1, ada2, bob, broken = (open(path, "rb").read() for path in sys.argv[4:])


def code_of(action):
    try:
        action()
    except facewire.FacewireError as error:
        assert error.message, error.code
        return error.code
    raise AssertionError("no error")


with facewire.Client(server, reply=("faces", "frame"), track=False) as client:
    assert client.welcome["version"] == 1
    made = client.enrol("Ada", ada1, source="ada1.jpg")
    assert made["new_person"] and not made["already"]
    assert client.enrol("Ada", ada1)["already"]
    client.enrol("Ada", ada2)
    client.enrol("Bob", bob)

    answer = client.recognise(ada1)
    assert [face.name for face in answer.faces] == ["Ada"], answer
    assert answer.annotated.startswith(b"\xff\xd8\xff") and answer.width == 320
    assert code_of(lambda: client.recognise(broken)) == "not_jpeg"
    assert client.recognise(bob).faces[0].known, "the connection goes on"

    answers = list(client.stream([ada1, broken, bob, ada2, ada1], in_flight=3))
    assert isinstance(answers[1], facewire.FacewireError) and answers[1].code == "not_jpeg"
    assert [each.faces[0].name for each in answers if isinstance(each, facewire.Answer)] == ["Ada", "Bob", "Ada", "Ada"]

    assert client.verify("Ada", ada1)["verified"] and not client.verify("Bob", ada1)["verified"]
    assert client.assess(ada1, "Ada")["samples"] == 2 and "faces" in client.assess(bob)
    faces, sheet = client.explain(ada1)
    assert faces.faces[0].name == "Ada" and sheet.startswith(b"\xff\xd8\xff")
    assert [person["name"] for person in client.people()] == ["Ada", "Bob"]
    assert len(client.person("Ada")["samples"]) == 2
    assert client.status()["people"] == 2
    assert client.calibrate()["people"] == 2
    assert client.reset_calibration()["removed"] is False

    png, box = client.sample(made["sample"])
    assert png.startswith(b"\x89PNG") and box[2] > 0
    assert client.add_sample("Ada", png, box)["already"]
    assert client.backup(scratch + "/backup.db")["people"] == 2
    client.rename_person("Bob", "Robert")
    client.remove_sample(made["sample"])
    assert client.remove_person("Ada") == 1
    assert code_of(lambda: client.person("Ada")) == "unknown_person"
    assert [person["added"] for person in client.merge(scratch + "/backup.db", dry_run=True)["people"]] == [2, 1]
    assert client.merge(scratch + "/backup.db")["merged"]
    assert client.restore(scratch + "/backup.db")["replaced"]
    assert client.recognise(ada2).faces[0].name == "Ada"
    assert code_of(lambda: client.restore(sys.argv[-1])) == "bad_gallery"
    assert code_of(lambda: client.request("no_such_op")) == "unknown_op"

assert code_of(lambda: facewire.Client("127.0.0.1:1")) == "unreachable"
assert code_of(lambda: facewire.Client("nonsense:port")) == "bad_message"
print("all of it")
