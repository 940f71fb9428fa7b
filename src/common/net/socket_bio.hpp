#pragma once

#include <openssl/bio.h>

namespace facewire::net {

/// OpenSSL's way to a socket, as BIO_s_socket, but that a peer which went away raises no SIGPIPE: programs that use the
/// client library need not know of it. The descriptor is not closed with it. Throws std::bad_alloc.
BIO* newSocketBio(int descriptor);

}  // namespace facewire::net
