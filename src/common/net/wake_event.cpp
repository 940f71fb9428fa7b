#include "facewire/net/wake_event.hpp"
