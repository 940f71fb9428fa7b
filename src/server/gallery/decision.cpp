#include "facewire/gallery/decision.hpp"
