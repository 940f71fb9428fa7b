#include "facewire/protocol/json.hpp"
