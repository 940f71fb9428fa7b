#include "facewire/gallery/descriptor_index.hpp"
