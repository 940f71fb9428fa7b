#include "facewire/gallery/data_directory.hpp"
