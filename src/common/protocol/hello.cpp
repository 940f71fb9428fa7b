#include "facewire/protocol/hello.hpp"
