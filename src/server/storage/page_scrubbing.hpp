#pragma once

#include <cstddef>
#include <span>

namespace facewire::storage {

/// Overwrites with zeros what a b-tree page of a database no longer uses: the gap between its cell pointers and its
/// cells, and its free blocks. SQLite's secure_delete zeroes a cell when it is deleted, but not the copies that stay in
/// the gap when a page is split or put together anew. Of no effect on what the page says; pages of other kinds, and
/// whatever does not look as the file format wants it (sqlite.org/fileformat2.html, section 1.6), are left as they are.
/// `number`: the page's, from 1. A pure function.
void scrubPage(std::span<std::byte> page, std::size_t number);

}  // namespace facewire::storage
