#include "facewire/image/jpeg_header.hpp"
