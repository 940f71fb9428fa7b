#include "gallery_options.hpp"

#include <CLI/CLI.hpp>

namespace facewire::app {

void addGallery(CLI::App& app, GalleryOptions& gallery, const std::function<void()>& chosen) {
  using Action = GalleryOptions::Action;
  CLI::App* command = app.add_subcommand("gallery", "Back up, restore, merge, export and import everybody");
  command->require_subcommand(0, 1);
  command->footer(
      "The server goes on recognising meanwhile; none of this stops it. A backup is one SQLite file, which\n"
      "\"facewired check FILE\" looks at. It holds people's faces: keep it as safe as the server.\n\n"
      "  facewire gallery backup monday.db\n"
      "  facewire --server new.local gallery restore monday.db");
  const auto choose = [&gallery](Action action) { return [&gallery, action] { gallery.action = action; }; };
  command->add_subcommand("info", "How many there are (also without any word)")->callback(choose(Action::info));
  CLI::App* backup = command->add_subcommand("backup", "People, pictures, calibrations in one file");
  backup->add_option("FILE", gallery.file, "Where to; one that is there is replaced when the new one is whole")
      ->required();
  backup->callback(choose(Action::backup));
  CLI::App* restore = command->add_subcommand("restore", "Put a backup in the place of who is enrolled");
  restore->add_option("FILE", gallery.file, "A backup")->required();
  restore->add_flag("--yes", gallery.yes, "Do not ask");
  restore->footer("Whoever is replaced is erased. An error leaves everything as it was.");
  restore->callback(choose(Action::restore));
  CLI::App* merge = command->add_subcommand("merge", "Add the people of a backup to those who are enrolled");
  merge->add_option("FILE", gallery.file, "A backup")->required();
  merge->add_flag("--dry-run", gallery.dryRun, "Say what would come of it, and change nothing");
  merge->footer("Whoever has the same name is the same person. A picture that is there already is not added again.");
  merge->callback(choose(Action::merge));
  CLI::App* out = command->add_subcommand("export", "Everybody as folders of pictures");
  CLI::Option* folder = out->add_option("DIR", gallery.folder, "Where to: a new or empty folder");
  CLI::Option* person =
      out->add_option("--person", gallery.people, "This person only; may be given several times")->type_name("NAME");
  CLI::Option* opencv =
      out->add_option("--opencv", gallery.opencvFile,
                      "Instead, one file that OpenCV's LBPHFaceRecognizer reads, without known strangers")
          ->type_name("FILE")
          ->excludes(folder)
          ->excludes(person);
  out->footer(
      "DIR/<name>/0001.png, and DIR/people.json with names, face boxes and dates. \"gallery import DIR\" makes the\n"
      "same gallery of it.");
  out->callback([&gallery, folder, opencv] {
    if (folder->count() + opencv->count() == 0) throw CLI::RequiredError("DIR or --opencv FILE");
    gallery.action = Action::exportFolder;
  });
  CLI::App* in = command->add_subcommand("import", "Enrol a folder of people, or an OpenCV file");
  CLI::Option* from =
      in->add_option("DIR", gallery.import.folder, "What \"gallery export\" wrote, or DIR/<name>/*.jpg");
  in->add_option("--opencv", gallery.import.folder, "Instead, a file that OpenCV's LBPHFaceRecognizer wrote")
      ->type_name("FILE")
      ->excludes(from);
  in->add_option("--names", gallery.import.names, "Its users_name.txt, where it has no names and none is beside it")
      ->type_name("FILE");
  in->add_flag("--cropped", gallery.import.cropped, "Pictures that no export wrote are faces and nothing else");
  in->footer(
      "What OpenCV's file holds is no pictures: people are recognised by it as well as OpenCV does, until pictures of\n"
      "them are enrolled. FILE may be named in the place of DIR, too.");
  in->callback([&gallery] {
    if (gallery.import.folder.empty()) throw CLI::RequiredError("DIR or --opencv FILE");
    gallery.action = Action::importFolder;
  });
  command->callback(chosen);
}

}  // namespace facewire::app
