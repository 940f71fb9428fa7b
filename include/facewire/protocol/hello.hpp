#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::protocol {

/// One part of the answer to a FRAME.
enum class Reply { faces, frame };

/// What a client says first. `reply` is answered in the order given.
struct Hello {
  int version = 1;
  std::string client;
  std::string token;
  std::vector<Reply> reply{Reply::frame};
  bool track = true;      ///< faces are followed from frame to frame; false: each frame is answered by itself
  bool sightings = true;  ///< who is seen may be kept, where frames are tracked; false: nothing is remembered of it
};

struct Limits {
  std::size_t maxFrameBytes = 0;
  std::size_t maxPixels = 0;
};

/// What the server answers to HELLO.
struct Welcome {
  int version = 1;
  std::string server;
  Limits limits;
  Json engine =
      Json::object();  ///< {"name": "classic", "detector": "haar", "recogniser": "lbph", "threshold": 70.0, ...}
  std::size_t people = 0;
  std::string role;  ///< what this client may do: "viewer", "enroller", "admin"; empty: the server does not say
};

/// Errors: `badMessage`, naming the field (not JSON, no version, a version this server does not speak, an unknown
/// reply, the same reply twice, an empty list).
Result<Hello> parseHello(ByteView payload);
Result<Welcome> parseWelcome(ByteView payload);

std::string toJsonText(const Hello& hello);
std::string toJsonText(const Welcome& welcome);

}  // namespace facewire::protocol
