#include "facewire/protocol/faces.hpp"
