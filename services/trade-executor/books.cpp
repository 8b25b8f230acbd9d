#include "books.hpp"

#include "facts.hpp"

#include <algorithm>

namespace unrip::trade_executor {
namespace {

/// Fills are learnt from the chain a few seconds after the count that shows them.
constexpr std::chrono::seconds kPatience{90};

constexpr std::size_t kCountsKept = 32;

bool is_right(const strategy::BooksReading& reading) {
    return std::all_of(reading.lines.begin(), reading.lines.end(), [](const auto& line) {
        return line.counted - line.baseline == line.fills + line.flows;
    });
}

i128 signed_of(Amount amount) {
    return amount.atoms() > static_cast<u128>(kI128Max) ? kI128Max
                                                        : static_cast<i128>(amount.atoms());
}

}  // namespace

std::optional<strategy::BooksReading> Books::count(
    const messages::IntentInventory& inventory, MessageId id
) {
    if (!baseline_ || inventory.block.height < baseline_->height) {
        begin(inventory);
        return std::nullopt;
    }
    auto reading = read(inventory);
    if (is_right(reading)) {
        go_on_from(inventory);
        return reading;
    }
    if (!unexplained_since_) unexplained_since_ = reading.block_time;
    if (reading.block_time - *unexplained_since_ > kPatience) {
        // What was never explained stays unexplained; from here on the books are right again.
        begin(inventory);
        return reading;
    }
    not_right_.push_back({inventory, std::move(id)});
    if (not_right_.size() > kCountsKept) not_right_.pop_front();
    return reading;
}

std::optional<Books::Proof> Books::look_back() {
    if (!baseline_) return std::nullopt;
    for (auto count = not_right_.rbegin(); count != not_right_.rend(); ++count) {
        auto reading = read(count->inventory);
        if (!is_right(reading)) continue;
        const auto proven = *count;
        go_on_from(proven.inventory);
        return Proof{std::move(reading), proven.id, proven.inventory.block};
    }
    return std::nullopt;
}

strategy::BooksReading Books::read(const messages::IntentInventory& inventory) const {
    const auto height = inventory.block.height;
    const auto sum_of = [&](const std::vector<Movement>& movements, const AssetId& asset) {
        i128 sum = 0;
        for (const auto& movement : movements) {
            if (movement.asset != asset || movement.height > height) continue;
            sum = add(sum, movement.delta).has_value() ? sum + movement.delta : kI128Max;
        }
        return sum;
    };
    strategy::BooksReading reading;
    reading.block_time = time_of(inventory.block);
    for (const auto& balance : inventory.balances) {
        const auto before = baseline_->amounts.find(balance.asset);
        if (before == baseline_->amounts.end()) continue;
        reading.lines.push_back(
            {balance.asset,
             signed_of(balance.spendable),
             before->second,
             sum_of(fills_, balance.asset),
             sum_of(flows_, balance.asset)}
        );
    }
    return reading;
}

void Books::go_on_from(const messages::IntentInventory& inventory) {
    const auto sound_since = sound_since_;
    auto later = std::move(not_right_);
    std::erase_if(later, [&](const Count& count) {
        return count.inventory.block.height <= inventory.block.height;
    });
    begin(inventory);
    sound_since_ = sound_since;
    not_right_ = std::move(later);
    if (!not_right_.empty()) unexplained_since_ = time_of(not_right_.front().inventory.block);
}

void Books::begin(const messages::IntentInventory& inventory) {
    baseline_.emplace();
    baseline_->height = inventory.block.height;
    for (const auto& balance : inventory.balances)
        baseline_->amounts[balance.asset] = signed_of(balance.spendable);
    sound_since_ = time_of(inventory.block);
    unexplained_since_.reset();
    not_right_.clear();
    forget_until(inventory.block.height);
}

void Books::forget_until(std::uint64_t height) {
    const auto is_counted = [height](const Movement& movement) {
        return movement.height <= height;
    };
    std::erase_if(fills_, is_counted);
    std::erase_if(flows_, is_counted);
}

void Books::fill(const AssetId& asset, i128 delta, std::uint64_t height) {
    if (baseline_ && height <= baseline_->height) return;
    fills_.push_back({asset, delta, height});
}

void Books::flow(const messages::LiquidityAction& action) {
    if (!action.asset || !action.balance_delta || !action.block_height) return;
    if (baseline_ && *action.block_height <= baseline_->height) return;
    flows_.push_back({*action.asset, *action.balance_delta, *action.block_height});
}

}  // namespace unrip::trade_executor
