#include "facewire/album/picture_ending.hpp"

#include <gtest/gtest.h>

namespace facewire::album {
namespace {

TEST(PictureEnding, KnowsPictureEndingsInAnyCase) {
  for (const char* name : {"a.jpg", "a.JPG", "b.Jpeg", "c.PGM", "d.png", "e.tar.bmp"})
    EXPECT_TRUE(hasPictureEnding(name)) << name;
  for (const char* name : {"a.txt", "jpg", ".jpg", "a.jpg.bak", "a."}) EXPECT_FALSE(hasPictureEnding(name)) << name;
}

}  // namespace
}  // namespace facewire::album
