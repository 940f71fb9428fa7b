#include "facewire/base/clock.hpp"
