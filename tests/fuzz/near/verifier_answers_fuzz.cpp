#include "fuzz/input.hpp"
#include "near/verifier_answers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    const auto text = fuzz::as_text(data, size);
    const auto two = near::read_balances(text, 2);
    fuzz::must(!two || two->size() == 2, "as many balances as were asked for");
    const bool is_one_thing = near::read_balance(text).has_value() +
                                  near::read_flag(text).has_value() +
                                  near::read_fee(text).has_value() <=
                              1;
    fuzz::must(is_one_thing, "a text is not an amount, a flag and a fee at once");
    const auto keys = near::read_public_keys(text);
    const auto salt = near::read_salt(text);
    const auto account = near::read_account_id(text);
    const auto ids = near::read_token_ids(text);
    const auto simulation = near::read_simulation(text);
    fuzz::must(!simulation || !keys, "a simulation is not a list of keys");
    fuzz::must(!salt || !ids, "a salt is not a list of tokens");
    fuzz::must(!account || !account->empty(), "an account has a name");
    return 0;
}
