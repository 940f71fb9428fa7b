#include "facewire/gallery/gallery_store.hpp"
