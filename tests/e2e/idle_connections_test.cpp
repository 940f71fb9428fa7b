// What a thousand cameras that say nothing cost the server, as the system counts it.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <iterator>

#include "facewire/client/client.hpp"
#include "resident_memory.hpp"
#include "server_process.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

std::int64_t countEntries(const ServerProcess& server, const char* folder) {
  const auto path = std::filesystem::path("/proc") / std::to_string(server.id()) / folder;
  return std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator());
}

/// Each connection has a descriptor here as well, and the usual limit is 1,024.
bool raiseDescriptorLimit(rlim_t needed) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max < needed) return false;
  limit.rlim_cur = limit.rlim_max;
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

TEST(IdleConnections, CostADescriptorAThreadAndLittleMemory) {
  constexpr int kClients = 1000;
  if (!raiseDescriptorLimit(kClients + 100)) GTEST_SKIP() << "the system allows too few open files";
  ServerProcess server({"--max-clients", std::to_string(kClients), "--log-level", "warn"});
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server.port()};
  options.timeout = 60s;
  std::vector<client::Client> clients;
  const auto connectOne = [&] {
    auto client = client::Client::connect(options);
    ASSERT_TRUE(client) << client.error().detail;
    clients.push_back(std::move(*client));
  };
  // A connection is made before the server has accepted it; those before one that is answered are accepted.
  const auto ask = [&](client::Client& client, int connected) {
    const auto status = client.status();
    ASSERT_TRUE(status) << status.error().detail;
    EXPECT_GE(status->at("clients"), connected);
  };
  connectOne();
  ASSERT_NO_FATAL_FAILURE(ask(clients.back(), 1));
  const auto memory = residentKiB(server.id());
  const auto descriptors = countEntries(server, "fd");
  const auto threads = countEntries(server, "task");
  while (clients.size() < kClients) ASSERT_NO_FATAL_FAILURE(connectOne());
  ASSERT_NO_FATAL_FAILURE(ask(clients.back(), kClients));

  EXPECT_LE((residentKiB(server.id()) - memory) / kClients, 100) << "KiB for each connection";
  // Less, where the connection that found the server up had not yet left when the first client was answered.
  EXPECT_LE(countEntries(server, "fd") - descriptors, kClients - 1);
  EXPECT_LE(countEntries(server, "task") - threads, kClients - 1);
  ASSERT_NO_FATAL_FAILURE(ask(clients.front(), kClients));
}

}  // namespace
}  // namespace facewire::test
