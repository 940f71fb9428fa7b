/* Sends JPEGs to a Facewire server and saves the annotated ones: plain_client HOST:PORT IN.jpg OUT.jpg [IN OUT]...
 *
 * Plain mode (docs/protocol.md): four bytes of length, big-endian, then a JPEG; the answer has the same form. One
 * connection serves as many pictures as you like. C11 and POSIX, nothing else: a place to start from. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { kMaxPicture = 0xFFFFFF, kSeconds = 30 };

/* A picture in memory. */
struct picture {
  unsigned char* bytes;
  size_t size;
};

static bool fail(const char* what) {
  fprintf(stderr, "plain_client: %s: %s\n", what, errno ? strerror(errno) : "unexpected end");
  return false;
}

/* Splits "host:7117" or "[::1]:7117" in place. */
static bool split_address(char* address, const char** host, const char** port) {
  char* colon = strrchr(address, ':');
  if (colon == NULL || colon == address) return false;
  *colon = '\0';
  *port = colon + 1;
  *host = address;
  if (address[0] == '[' && colon[-1] == ']') {
    colon[-1] = '\0';
    *host = address + 1;
  }
  return **port != '\0';
}

/* A connected socket, or -1 after saying why. */
static int connect_to(const char* host, const char* port) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  struct addrinfo* addresses = NULL;
  int unresolved = getaddrinfo(host, port, &hints, &addresses);
  if (unresolved != 0) {
    fprintf(stderr, "plain_client: %s: %s\n", host, gai_strerror(unresolved));
    return -1;
  }
  int server = -1;
  for (struct addrinfo* address = addresses; address != NULL && server < 0; address = address->ai_next) {
    server = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (server < 0) continue;
    /* So that a server that hangs does not hang us. */
    struct timeval patience = {.tv_sec = kSeconds};
    setsockopt(server, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(server, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(server, address->ai_addr, address->ai_addrlen) == 0) break;
    int reason = errno;
    close(server);
    errno = reason;
    server = -1;
  }
  freeaddrinfo(addresses);
  if (server < 0) fail(host);
  return server;
}

/* A socket takes and gives what it likes: these two go on until all is done. MSG_NOSIGNAL: a server that has closed is
 * an error, not the end of this program. */
static bool send_all(int server, const unsigned char* bytes, size_t size) {
  while (size > 0) {
    ssize_t sent = send(server, bytes, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes += sent;
    size -= (size_t)sent;
  }
  return true;
}

static bool receive_all(int server, unsigned char* bytes, size_t size) {
  while (size > 0) {
    ssize_t got = recv(server, bytes, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = 0;
    if (got <= 0) return false;
    bytes += got;
    size -= (size_t)got;
  }
  return true;
}

static bool read_picture(const char* path, struct picture* picture) {
  FILE* in = fopen(path, "rb");
  if (in == NULL) return fail(path);
  picture->size = fread(picture->bytes, 1, kMaxPicture, in);
  bool whole = !ferror(in) && fgetc(in) == EOF;
  fclose(in);
  if (!whole || picture->size == 0) {
    fprintf(stderr, "plain_client: %s: empty, unreadable, or larger than one message\n", path);
    return false;
  }
  return true;
}

static bool write_picture(const char* path, const struct picture* picture) {
  FILE* out = fopen(path, "wb");
  if (out == NULL) return fail(path);
  bool written = fwrite(picture->bytes, 1, picture->size, out) == picture->size;
  if (fclose(out) != 0 || !written) return fail(path);
  return true;
}

/* One frame, one answer, in the same memory. */
static bool annotate(int server, struct picture* picture) {
  uint32_t size = (uint32_t)picture->size;
  unsigned char header[4] = {0, (unsigned char)(size >> 16), (unsigned char)(size >> 8), (unsigned char)size};
  errno = 0;
  if (!send_all(server, header, sizeof header) || !send_all(server, picture->bytes, picture->size) ||
      !receive_all(server, header, sizeof header)) {
    fprintf(stderr, "plain_client: the server closed the connection (its log says why)%s%s\n", errno ? ": " : "",
            errno ? strerror(errno) : "");
    return false;
  }
  if (header[0] != 0) {
    fprintf(stderr, "plain_client: message type %d instead of a picture: is this a Facewire server?\n", header[0]);
    return false;
  }
  picture->size = (size_t)header[1] << 16 | (size_t)header[2] << 8 | header[3];
  if (!receive_all(server, picture->bytes, picture->size)) return fail("the server broke off");
  return true;
}

int main(int argc, char** argv) {
  const char* host = NULL;
  const char* port = NULL;
  if (argc < 4 || argc % 2 != 0 || !split_address(argv[1], &host, &port)) {
    fprintf(stderr, "usage: plain_client HOST:PORT IN.jpg OUT.jpg [IN.jpg OUT.jpg]...\n");
    return 2;
  }
  struct picture picture = {.bytes = malloc(kMaxPicture)};
  if (picture.bytes == NULL) {
    fail("no memory");
    return 1;
  }
  int server = connect_to(host, port);
  bool done = server >= 0;
  for (int i = 2; done && i < argc; i += 2) {
    done = read_picture(argv[i], &picture) && annotate(server, &picture) && write_picture(argv[i + 1], &picture);
  }
  if (server >= 0) close(server);
  free(picture.bytes);
  return done ? 0 : 1;
}
