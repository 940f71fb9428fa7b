#include "facewire/vision/face_detector.hpp"
