#include "facewire/gallery/gallery.hpp"
