#include "facewire/protocol/message.hpp"
