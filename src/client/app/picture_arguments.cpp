#include <CLI/CLI.hpp>

#include "command_arguments.hpp"

namespace facewire::app {

void addRecognize(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("recognize", "Say who is in pictures");
  command->add_option("IMAGE", draft.recognize.images, "Pictures; - reads standard input")->required();
  command
      ->add_option("--output", draft.recognize.output, "Write the annotated picture: a file, or a folder for several")
      ->type_name("FILE|DIR");
  command
      ->add_option("--explain", draft.recognize.explain,
                   "Write a sheet that shows why: each face beside the samples that it was compared with")
      ->type_name("FILE|DIR");
  command->footer(
      "Exit status: 0 somebody known in every image, 10 no face, 11 faces but nobody known,\n"
      "5 unreadable; of several images the most serious: 4, 3, 5, 10, 11, 0.\n\n"
      "  facewire recognize ada.jpg\n"
      "  facewire recognize party.jpg --explain why.png\n"
      "  facewire recognize --json *.jpg > results.jsonl\n"
      "  curl -s http://camera/still | facewire recognize - --output who.jpg");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.recognize; }; });
}

void addVerify(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("verify", "Say whether pictures show a person");
  command->add_option("NAME", draft.verify.name, "The person it should be")->required();
  command->add_option("IMAGE", draft.verify.images, "Pictures with just one face; - reads standard input")->required();
  command->footer(
      "Yes only where the face is near enough to that person, and nobody else who is enrolled is almost as near.\n"
      "Exit status: 0 yes in every image, 11 no, 10 no face, 5 unreadable, several faces, or nobody of that name;\n"
      "of several images the most serious: 4, 3, 5, 10, 11, 0.\n\n"
      "  facewire verify Ada door.jpg && echo \"come in\"\n"
      "  curl -s http://camera/still | facewire --json verify Ada -");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.verify; }; });
}

void addEnroll(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("enroll", "Teach the server a person");
  EnrollOptions& enroll = draft.enroll;
  command->add_option("NAME", enroll.name, "The person's name")->required();
  CLI::Option* images = command->add_option("IMAGE", enroll.images, "Pictures with just this face");
  CLI::Option* camera = command->add_option("--camera", enroll.camera, "Take samples from this camera")
                            ->type_name("N")
                            ->check(CLI::Range(0, 255));
  CLI::Option* video =
      command->add_option("--video", enroll.video, "Take samples from all over this video")->type_name("PATH|URL");
  CLI::Option* cropped = command->add_flag("--cropped", enroll.cropped, "The pictures are faces and nothing else");
  command->add_option("--samples", enroll.samples, "Samples to take, at most (camera, video: 5; pictures: all)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000));
  command->add_flag("--stranger", enroll.stranger, "A known stranger: recognised as not one of your people");
  camera->excludes(video)->excludes(images)->excludes(cropped);
  video->excludes(images)->excludes(cropped);
  command->footer(
      "Each picture needs exactly one face. Three to ten pictures in different light and pose make a good set.\n"
      "A picture that is blurred, too dark or too small is refused with the reason; one that is enrolled already\n"
      "is not added again. From a camera or video the sharpest frames that differ are taken; watch what it asks\n"
      "of you. Ctrl-C ends it with what was enrolled.\n"
      "A known stranger is never named: enrol whoever was taken for one of your people, and it happens no more.\n\n"
      "  facewire enroll Ada ada1.jpg ada2.jpg ada3.jpg\n"
      "  facewire enroll Ada --camera 0 --samples 8\n"
      "  facewire enroll --stranger Postman porch1.jpg porch2.jpg");
  command->callback([&draft] {
    if (draft.enroll.images.empty() && !draft.enroll.camera && draft.enroll.video.empty()) {
      throw CLI::RequiredError("IMAGE..., --camera N or --video PATH");
    }
    draft.chosen = [&draft] { return draft.enroll; };
  });
}

void addImport(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("import", "Enrol a folder of people, or an OpenCV file");
  command
      ->add_option("DIR", draft.import.folder,
                   "DIR/<name>/*.jpg, DIR/Person.<id>.<n>.jpg with users_name.txt, an export; or a file of\n"
                   "OpenCV's LBPHFaceRecognizer")
      ->required();
  command
      ->add_option("--names", draft.import.names,
                   "Of an OpenCV file without names: its users_name.txt, if not beside it")
      ->type_name("FILE");
  command->add_flag("--cropped", draft.import.cropped, "The pictures are faces and nothing else");
  command->add_flag("--stranger", draft.import.stranger, "Known strangers: recognised as not your people");
  command->footer(
      "users_name.txt holds '<id>,<name>' lines, in DIR or beside it. Importing again adds only what is new.\n\n"
      "  facewire import staff/\n"
      "  facewire import dataset --cropped\n"
      "  facewire import trainer.yml");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.import; }; });
}

}  // namespace facewire::app
