#include <CLI/CLI.hpp>
#include <iostream>

#include "commands.hpp"
#include "exit_status.hpp"
#include "facewire/gallery/data_directory.hpp"
#include "facewire/gallery/gallery_store.hpp"

namespace facewire::app {

void addCheckCommand(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("check", "Say whether the gallery is sound, and what is wrong with it.");
  command->callback([&chosen] {
    chosen = [](const Options& options) {
      const gallery::DataDirectory data(options.data);
      gallery::GalleryStore store(data.galleryFile());
      std::cout << data.galleryFile().string() << " is sound.\n";
      return kStopped;
    };
  });
}

}  // namespace facewire::app
