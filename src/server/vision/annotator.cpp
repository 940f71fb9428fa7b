#include "facewire/vision/annotator.hpp"
