#include "facewire/protocol/request.hpp"
