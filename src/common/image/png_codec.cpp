#include "facewire/image/png_codec.hpp"
