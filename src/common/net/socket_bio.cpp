#include "socket_bio.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <memory>
#include <new>

namespace facewire::net {
namespace {

int descriptorOf(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool canBeTriedAgain() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int readSome(BIO* bio, char* buffer, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t got = ::recv(descriptorOf(bio), buffer, static_cast<std::size_t>(size), 0);
  if (got < 0 && canBeTriedAgain()) BIO_set_retry_read(bio);
  if (got == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(got);
}

int writeSome(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent = ::send(descriptorOf(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && canBeTriedAgain()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

long control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* makeMethod() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "facewire socket");
  if (!method) throw std::bad_alloc();
  BIO_meth_set_read(method, readSome);
  BIO_meth_set_write(method, writeSome);
  BIO_meth_set_ctrl(method, control);
  return method;
}

}  // namespace

BIO* newSocketBio(int descriptor) {
  struct Free {
    void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
  };
  static const std::unique_ptr<BIO_METHOD, Free> method(makeMethod());
  BIO* bio = BIO_new(method.get());
  if (!bio) throw std::bad_alloc();
  // A BIO's place for what is its own is a pointer, and a descriptor needs no memory of its own.
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace facewire::net
