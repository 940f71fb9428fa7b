#include "facewire/vision/face_chip.hpp"
