#pragma once

#include "facewire/access/role.hpp"
#include "facewire/access/token_book.hpp"
#include "facewire/net/tls.hpp"

namespace facewire::server {

/// How clients show who they are. What it points to outlives the server.
struct AccessPolicy {
  const net::TlsContext* tls = nullptr;                 ///< for every TCP connection; none: in clear
  access::TokenBook* tokens = nullptr;                  ///< asked for where it says so; none: never
  bool asksForCertificates = false;                     ///< `tls` trusts clients' certificates
  access::Role certificateRole = access::Role::viewer;  ///< of a client with a trusted certificate
};

}  // namespace facewire::server
