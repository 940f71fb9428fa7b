#include "setting_kinds.hpp"

namespace facewire::app {

std::vector<Setting> limitSettings() {
  return {
      common(whole<std::size_t>("max_clients", "Clients served at a time; the next one is told busy.",
                                &Options::maxClients, 1, 100'000)),
      whole<std::size_t>("max_clients_per_address",
                         "Clients of one address (of IPv6: one network of 64 bits). Unless given: a quarter of "
                         "max_clients, for other machines; this one's own may have all.",
                         &Options::maxClientsPerAddress, 1, 100'000),
      whole<std::size_t>("max_login_failures", "Wrong tokens from one address in five minutes; then it has to wait.",
                         &Options::maxLoginFailures, 1, 1'000'000),
      real("max_frame_rate", "Frames a second of one client, on average; 0 takes as many as come.",
           &Options::maxFrameRate, 0, 1e6),
      whole<std::size_t>("max_frame_bytes", "Largest picture taken, in bytes.", &Options::maxFrameBytes, 1024,
                         0xFFFFFF),
      whole<std::size_t>("max_pixels", "Largest picture taken, in pixels.", &Options::maxPixels, 1, 1'000'000'000),
      whole<std::size_t>("max_frames_memory", "Bytes that the frames and answers of all clients may take together.",
                         &Options::maxFramesMemory, 1024, std::size_t{1} << 40),
      whole<std::size_t>("max_unsent_bytes", "Bytes of answers that one client may leave waiting in the system.",
                         &Options::maxUnsentBytes, 1024, std::size_t{1} << 40),
      seconds("login_timeout", "How long a client may take to show its token, TLS included.", &Options::loginTimeout),
      seconds("idle_timeout", "How long a client may say nothing.", &Options::idleTimeout),
      seconds("message_timeout", "How long one message may take to arrive.", &Options::messageTimeout),
      seconds("write_timeout", "How long a client may take to accept an answer.", &Options::writeTimeout),
      seconds("grace", "How long answers in work may take after SIGTERM.", &Options::grace),
  };
}

}  // namespace facewire::app
