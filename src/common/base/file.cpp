#include "facewire/base/file.hpp"
