#include "facewire/image/jpeg_codec.hpp"
