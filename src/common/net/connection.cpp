#include "facewire/net/connection.hpp"
