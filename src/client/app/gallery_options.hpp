#pragma once

#include <functional>

#include "gallery_command.hpp"

namespace CLI {
class App;
}

namespace facewire::app {

/// Adds "gallery" and its words to the command line. `chosen` is called where it is given, with `gallery` filled, both
/// of which must outlive `app`.
void addGallery(CLI::App& app, GalleryOptions& gallery, const std::function<void()>& chosen);

}  // namespace facewire::app
