#include "core/token_book.hpp"
