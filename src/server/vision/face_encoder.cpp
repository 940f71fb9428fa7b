#include "facewire/vision/face_encoder.hpp"
