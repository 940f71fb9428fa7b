#include "facewire/client/client.hpp"
