#include "bench/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

std::uint64_t counted = 0;  // Programs that count have one thread.

void* counted_memory(std::size_t size) {
    ++counted;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc{};
}

void* counted_memory(std::size_t size, std::align_val_t alignment) {
    ++counted;
    const auto to = static_cast<std::size_t>(alignment);
    if (void* memory = std::aligned_alloc(to, (size + to - 1) / to * to)) return memory;
    throw std::bad_alloc{};
}

}  // namespace

std::uint64_t unrip::bench::allocations() {
    return counted;
}

void* operator new(std::size_t size) {
    return counted_memory(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return counted_memory(size, alignment);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}
