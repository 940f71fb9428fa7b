#include "facewire/net/message_stream.hpp"
