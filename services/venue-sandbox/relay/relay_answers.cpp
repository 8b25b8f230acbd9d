// What solvers answer, and what takers make of it.

#include "relay/relay.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace unrip::sandbox {

using nlohmann::json;

namespace {

constexpr auto kTooLate = "quote not found or already finished";
constexpr std::size_t kOfferedMax = 20'000;
constexpr std::size_t kRefusalsMax = 100;  // Of one auction; the rest is only counted.
constexpr std::size_t kInvalidMax = 10'000;
constexpr std::size_t kAccountsMax = 1'000;

}  // namespace

void Relay::add_inside_solver(Heard heard) {
    inside_.push_back(std::move(heard));
}

std::string Relay::answer_from_inside(std::string_view parameter_json) {
    const auto parameter = json::parse(parameter_json, nullptr, false);
    return take_answer(inside_session_, parameter);
}

std::string Relay::take_answer(Session& session, const json& parameter) {
    last_answer_ = clock_.tick();
    auto answer = read_answer(parameter);
    if (!answer.mistake.empty()) {
        count_invalid(session, answer.mistake);
        return "quote_response is malformed: " + answer.mistake;
    }
    if (answer.signed_data.intent && !answer.signed_data.intent->signer_id.empty()) {
        know_account(session, answer.signed_data.intent->signer_id);
    }

    auto* auction = auctions_.find(answer.quote_id);
    if (!answer.is_refusal()) {
        ++stats_.all.answered;
        if (session.solver != nullptr) ++session.solver->answered;
    }
    if (auction == nullptr) {
        ++stats_.all.late;
        if (session.solver != nullptr) ++session.solver->late;
        // It is out all the same: whoever has it can carry it out.
        if (!answer.is_refusal()) (void)judge(session, answer);
        return kTooLate;
    }
    if (answer.is_refusal()) {
        ++stats_.all.declined;
        if (session.solver != nullptr) ++session.solver->declined;
        auto& refusals = auction->so_far.refusals;
        if (refusals.size() < kRefusalsMax) refusals.push_back(std::move(answer.refusal));
        return {};
    }
    return take_offer(session, std::move(answer), *auction);
}

std::string Relay::take_offer(Session& session, ReadAnswer answer, Auctions::Open& auction) {
    const auto took = clock_.tick() - auction.begun;
    stats_.all.latency.record(took);
    if (session.solver != nullptr) session.solver->latency.record(took);

    auto judgement = judge(session, answer);
    if (judgement.ok()) {
        judgement = judge_against(answer, auction.so_far.request, auction.published);
        if (!judgement.ok()) count_invalid(session, judgement.reason);
    }
    if (!judgement.ok()) return judgement.words;

    const auto solver = std::hash<std::string>{}(answer.signed_data.intent->signer_id);
    auto& heard = auction.heard;
    if (std::find(heard.begin(), heard.end(), solver) != heard.end()) {
        ++stats_.all.repeated;
        ++session.solver->repeated;
        return "this quote has been answered already";
    }
    heard.push_back(solver);
    ++stats_.all.valid;
    ++session.solver->valid;
    auction.so_far.offers.push_back(to_offer(std::move(answer)));
    auctions_.answered(auction);
    return {};
}

/// By the Verifier's rules. What is signed well counts among the promises of its account.
Judgement Relay::judge(Session& session, const ReadAnswer& answer) {
    const auto signatures = rules_.verify_inline ? Signatures::check : Signatures::put_off;
    auto judgement = judge_signed(answer, chain_, signatures);
    if (!judgement.ok()) {
        count_invalid(session, judgement.reason);
        const auto& intent = answer.signed_data.intent;
        if (intent) note_invalid(*intent, judgement.reason);
    } else {
        const auto& intent = *answer.signed_data.intent;
        chain_.note_signed(intent);
        if (!rules_.verify_inline) {
            owed_.owe(intent.proof, account_numbers_.at(session.account), rules_.owed_max);
        }
    }
    return judgement;
}

/// So that it can be judged later whether the solver could have known.
void Relay::note_invalid(const SignedIntent& intent, std::string_view reason) {
    InvalidAnswer invalid{clock_.now(), std::string{reason}, intent.hash, std::nullopt};
    const auto used = chain_.verifier().ledger().nonce_used_in(intent.signer_id, intent.nonce);
    const auto* block = used ? chain_.blocks().by_height(*used) : nullptr;
    if (block != nullptr) invalid.nonce_used_at = block->time;
    auto& all = stats_.invalid_answers;
    if (all.size() == kInvalidMax) all.pop_front();
    all.push_back(std::move(invalid));
}

void Relay::count_invalid(Session& session, std::string_view reason) {
    stats_.all.count_invalid(reason);
    if (session.solver != nullptr) session.solver->count_invalid(reason);
}

/// A socket may carry the answers of several accounts; its questions count for the latest. Beyond
/// so many names, which anybody can make up, they are all one.
void Relay::know_account(Session& session, const std::string& signer) {
    const bool is_one_more = !account_numbers_.contains(signer);
    const auto account = is_one_more && accounts_.size() >= kAccountsMax ? "others" : signer;
    if (session.account == account) return;
    session.solver = &stats_.of(account);
    if (session.account.empty()) session.solver->asked += session.asked;
    session.account = account;
    const auto number = static_cast<std::uint32_t>(accounts_.size());
    if (account_numbers_.emplace(account, number).second) accounts_.push_back(account);
}

Verdict Relay::publish(SignedIntent user, std::vector<Offer> offers) {
    auto verdict = chain_.judge(user, Signatures::check);
    if (!verdict.ok()) return verdict;
    std::vector<std::string> winners;
    for (const auto& offer : offers)
        winners.push_back(offer.intent.signer_id);
    const auto due = clock_.tick() + rules_.settle_after;
    if (!settlements_.publish(std::move(user), std::move(offers), due)) {
        return refuse(Refusal::nonce_used, "already processed");
    }
    for (const auto& winner : winners) {
        ++stats_.all.won;
        ++stats_.of(winner).won;
    }
    return {};
}

/// Callers of /rpc name offers by their hashes later on.
void Relay::remember(const AuctionResult& result) {
    for (const auto& offer : result.offers) {
        if (!offered_.emplace(offer.intent.hash, offer).second) continue;
        offered_order_.push_back(offer.intent.hash);
        if (offered_order_.size() <= kOfferedMax) continue;
        offered_.erase(offered_order_.front());
        offered_order_.pop_front();
    }
}

}  // namespace unrip::sandbox
