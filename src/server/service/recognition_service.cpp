#include "facewire/server/service.hpp"
