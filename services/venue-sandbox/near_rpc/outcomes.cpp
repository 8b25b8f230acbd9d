#include "near_rpc/outcomes.hpp"

#include "near/base64.hpp"

namespace unrip::sandbox {
namespace {

using nlohmann::json;
using Kind = InvalidTransaction::Kind;

std::string hash_at(const Chain& chain, std::uint64_t height) {
    const auto* block = chain.blocks().by_height(height);
    return block == nullptr ? std::string{} : block->hash;
}

json failure_json(const ReceiptOutcome& receipt) {
    json call_error{{"ExecutionError", receipt.failure}};
    if (receipt.failure.find("CodeDoesNotExist") != std::string::npos) {
        call_error = {
            {"CompilationError", {{"CodeDoesNotExist", {{"account_id", receipt.executor_id}}}}}};
    } else if (receipt.failure.find("MethodNotFound") != std::string::npos) {
        call_error = {{"MethodResolveError", "MethodNotFound"}};
    }
    return {{"ActionError", {{"index", 0}, {"kind", {{"FunctionCallError", call_error}}}}}};
}

json status_json(const ReceiptOutcome& receipt) {
    if (!receipt.failure.empty()) return {{"Failure", failure_json(receipt)}};
    if (!receipt.next_receipt_id.empty()) return {{"SuccessReceiptId", receipt.next_receipt_id}};
    return {{"SuccessValue", near::to_base64(near::as_bytes(receipt.value.value_or("")))}};
}

json outcome_entry(
    std::string_view id,
    std::string_view block_hash,
    std::string_view executor_id,
    const std::vector<std::string>& logs,
    const std::vector<std::string>& receipt_ids,
    std::uint64_t gas_burnt,
    json status
) {
    json outcome{
        {"logs", logs},
        {"receipt_ids", receipt_ids},
        {"gas_burnt", gas_burnt},
        {"tokens_burnt", std::to_string(gas_burnt) + "00000000"},
        {"executor_id", executor_id},
        {"status", std::move(status)},
        {"metadata", {{"version", 1}, {"gas_profile", nullptr}}}};
    return {
        {"proof", json::array()},
        {"block_hash", block_hash},
        {"id", id},
        {"outcome", std::move(outcome)}};
}

json action_json(const near::Action& action) {
    if (const auto* call = std::get_if<near::FunctionCall>(&action)) {
        return {
            {"FunctionCall",
             {{"method_name", call->method},
              {"args", near::to_base64(near::as_bytes(call->args))},
              {"gas", call->gas},
              {"deposit", call->deposit.to_string()}}}};
    }
    return {{"Transfer", {{"deposit", std::get<near::Transfer>(action).deposit.to_string()}}}};
}

json transaction_json(const TransactionRecord& record) {
    json actions = json::array();
    for (const auto& action : record.actions)
        actions.push_back(action_json(action));
    return {
        {"hash", record.hash},
        {"signer_id", record.signer_id},
        {"receiver_id", record.receiver_id},
        {"nonce", record.nonce},
        {"public_key", record.public_key},
        {"signature", record.signature},
        {"priority_fee", 0},
        {"actions", std::move(actions)}};
}

json receipts_json(const TransactionRecord& record) {
    json receipts = json::array();
    for (const auto& receipt : record.receipts) {
        receipts.push_back(
            {{"receipt_id", receipt.receipt_id},
             {"predecessor_id", receipt.predecessor_id},
             {"receiver_id", receipt.executor_id},
             {"receipt", {{"Action", {{"signer_id", record.signer_id}}}}}}
        );
    }
    return receipts;
}

json reason_of(const InvalidTransaction& refused, const near::Transaction& transaction) {
    const auto key = transaction.public_key.to_string();
    switch (refused.kind) {
        case Kind::unknown_signer:
            return {{"SignerDoesNotExist", {{"signer_id", transaction.signer_id}}}};
        case Kind::unknown_key:
            return {
                {"InvalidAccessKeyError",
                 {{"AccessKeyNotFound",
                   {{"account_id", transaction.signer_id}, {"public_key", key}}}}}};
        case Kind::nonce_not_larger:
            return {
                {"InvalidNonce",
                 {{"tx_nonce", refused.tx_nonce}, {"ak_nonce", refused.key_nonce}}}};
        case Kind::nonce_too_large:
            return {{"NonceTooLarge", {{"tx_nonce", refused.tx_nonce}}}};
        case Kind::too_many_calls:
            return {
                {"ActionsValidation",
                 {{"TotalNumberOfActionsExceeded",
                   {{"total_number_of_actions", transaction.actions.size()}, {"limit", 1}}}}}};
        case Kind::deposit_by_function_key:
            return {{"InvalidAccessKeyError", "DepositWithFunctionCall"}};
        case Kind::expired:
            break;
    }
    return "Expired";
}

RpcReply refused_for(json reason) {
    return handler_error(
        "INVALID_TRANSACTION",
        json::object(),
        {{"TxExecutionError", {{"InvalidTxError", std::move(reason)}}}}
    );
}

}  // namespace

json outcome_json(const Chain& chain, const TransactionRecord& record, bool with_receipts) {
    const auto final_height = chain.blocks().final().height;
    json answer{{"final_execution_status", level_text(record, final_height)}};
    if (!record.is_included()) return answer;

    std::vector<std::string> first_receipt;
    if (!record.receipts.empty()) first_receipt.push_back(record.receipts.front().receipt_id);
    const json converted{
        {"SuccessReceiptId", first_receipt.empty() ? std::string{} : first_receipt.front()}};
    answer["transaction"] = transaction_json(record);
    answer["transaction_outcome"] = outcome_entry(
        record.hash,
        hash_at(chain, record.included_height),
        record.signer_id,
        {},
        first_receipt,
        308'000'000'000,
        converted
    );
    json outcomes = json::array();
    for (const auto& receipt : record.receipts) {
        outcomes.push_back(outcome_entry(
            receipt.receipt_id,
            hash_at(chain, receipt.height),
            receipt.executor_id,
            receipt.logs,
            receipt.made,
            receipt.gas_burnt,
            status_json(receipt)
        ));
    }
    answer["receipts_outcome"] = std::move(outcomes);
    if (const auto* result = record.result()) answer["status"] = status_json(*result);
    if (with_receipts) answer["receipts"] = receipts_json(record);
    return answer;
}

RpcReply invalid_transaction(
    const InvalidTransaction& refused, const near::Transaction& transaction
) {
    return refused_for(reason_of(refused, transaction));
}

RpcReply invalid_signature() {
    return refused_for("InvalidSignature");
}

}  // namespace unrip::sandbox
