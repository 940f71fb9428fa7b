#include "facewire/base/person_name.hpp"
