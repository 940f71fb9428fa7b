#include "facewire/net/endpoint.hpp"
