#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "facewire/base/error.hpp"

namespace facewire {

/// A value or an Error. What the world does (a bad JPEG, a closed peer, an unknown person) is returned this way;
/// exceptions are for construction and start-up.
template <typename T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::notJpeg, "...")` from any function that returns a Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string detail) {
  return tl::unexpected<Error>(Error{code, std::move(detail)});
}

/// Passes an Error on from a function with another value type.
inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace facewire
