#include "facewire/base/error.hpp"
