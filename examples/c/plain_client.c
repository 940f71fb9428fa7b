/* Sends one JPEG to a Facewire server on this machine and saves the annotated one: plain_client PORT IN.jpg OUT.jpg */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char picture[1 << 24];

int main(int argc, char** argv) {
  if (argc != 4) return fprintf(stderr, "usage: plain_client PORT IN.jpg OUT.jpg\n"), 2;
  FILE* in = fopen(argv[2], "rb");
  FILE* out = fopen(argv[3], "wb");
  int server = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (!in || !out || connect(server, (struct sockaddr*)&address, sizeof address)) return perror("plain_client"), 1;

  FILE *to = fdopen(server, "wb"), *from = fdopen(dup(server), "rb");
  uint32_t length = htonl((uint32_t)fread(picture, 1, sizeof picture, in));
  fwrite(&length, 4, 1, to);                       /* four bytes of length, big-endian, ... */
  fwrite(picture, 1, ntohl(length), to);           /* ... then the JPEG; */
  fflush(to);
  if (fread(&length, 4, 1, from) != 1) return fprintf(stderr, "the server closed the connection; its log says why\n"), 1;
  size_t got = fread(picture, 1, ntohl(length), from);  /* the answer has the same form. */
  return got == ntohl(length) && fwrite(picture, 1, got, out) == got && fclose(out) == 0 ? 0 : 1;
}
