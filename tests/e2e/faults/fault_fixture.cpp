#include "fault_fixture.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

Result<client::Client> tryToConnect(const ServerProcess& server, std::vector<protocol::Reply> reply) {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server.port()};
  options.reply = std::move(reply);
  options.timeout = 60s;
  return client::Client::connect(options);
}

}  // namespace

Result<client::Client> tryToConnect(const ServerProcess& server) {
  return tryToConnect(server, {protocol::Reply::faces});
}

client::Client connectTo(const ServerProcess& server, std::vector<protocol::Reply> reply) {
  auto client = tryToConnect(server, std::move(reply));
  if (!client) throw std::runtime_error(client.error().detail);
  return std::move(*client);
}

client::Client connectAtLast(const ServerProcess& server) {
  const auto deadline = Clock::now() + 60s;
  auto client = tryToConnect(server);
  for (; !client && Clock::now() < deadline; client = tryToConnect(server)) std::this_thread::yield();
  if (!client) throw std::runtime_error("refused for a minute: " + client.error().detail);
  return std::move(*client);
}

LimitOf::LimitOf(pid_t process, __rlimit_resource resource, rlim_t soft) : process_(process), resource_(resource) {
  if (::prlimit(process_, resource_, nullptr, &before_) == 0) {
    const rlimit limit{std::min(soft, before_.rlim_max), before_.rlim_max};
    if (::prlimit(process_, resource_, &limit, nullptr) == 0) return;
  }
  throw std::system_error(errno, std::generic_category(), "prlimit");
}

LimitOf::~LimitOf() {
  ::prlimit(process_, resource_, &before_, nullptr);
}

std::size_t countIn(std::string_view log, std::string_view text) {
  std::size_t count = 0;
  for (auto at = log.find(text); at != std::string_view::npos; at = log.find(text, at + text.size())) ++count;
  return count;
}

std::string integrityOf(const ServerProcess& server) {
  const std::string database = server.dataFolder() / "gallery.db";
  const ProcessResult check = runProcess("/usr/bin/env", {"sqlite3", database, "PRAGMA integrity_check"});
  return check.out == "ok\n" ? "ok" : check.out + check.err;
}

}  // namespace facewire::test
